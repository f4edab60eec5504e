/**
 * What the routes name: the state of a call, the beans of its steps, the relay of streams, and the routes that are made
 * of the configuration. Here, and in {@code inbound}, Camel, Vert.x and the HTTP clients are known; nowhere else.
 */
@NullMarked
package dev.synaxis.camel;

import org.jspecify.annotations.NullMarked;
