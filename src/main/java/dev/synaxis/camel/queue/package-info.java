/**
 * The front doors that are queues: what a message asks for, the answer that it gets exactly once, and the brokers' own
 * ways to take and to settle it. How a call is planned and made is none of this package's business.
 */
@NullMarked
package dev.synaxis.camel.queue;

import org.jspecify.annotations.NullMarked;
