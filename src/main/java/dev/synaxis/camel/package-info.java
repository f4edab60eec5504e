/**
 * What the routes name: the state of a call, the beans of its steps, the relay of streams, and the routes that are made
 * of the configuration. Here, and in {@code inbound}, Camel, Vert.x and the HTTP clients are known; nowhere else.
 *
 * <p>In the order of a call: {@code HttpDoor} and {@code QueueCalls} begin it in a {@code CallContext}, with a
 * {@code CapabilityCall} for what is asked; {@code Planner}, {@code Failover} and {@code AttemptLedger} lead it from
 * candidate to candidate; {@code VendorCall} with {@code VendorRelay} or {@code BackgroundCalls}, or {@code InProcess},
 * makes an attempt; {@code Settlement} closes it and {@code HttpReplies} answers. {@code ModelListing} and the other
 * {@code Replies} answer without asking a provider; {@code Watchdog}, {@code Prober} and {@code ModelListReader} work
 * beside all of them.
 */
@NullMarked
package dev.synaxis.camel;

import org.jspecify.annotations.NullMarked;
