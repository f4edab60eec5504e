/**
 * Vendors for tests: a scripted HTTP/1.1 server with full control over every byte and every fault, and small replies in
 * the vendors' wire forms; whole gateways on free ports. The {@code *Wire} classes are shared with the bench; nothing
 * here knows routes or routing.
 */
@NullMarked
package dev.synaxis.testkit;

import org.jspecify.annotations.NullMarked;
