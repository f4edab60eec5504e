/**
 * What gateways remember between calls, in memory or shared through Redis: health (cooldowns), quota, what vendors have
 * said of their limits, the accounts of usage, replies to messages, widths of vectors, and which gateway does what one of
 * several is to do. {@link dev.synaxis.state.Stores} opens them. What a call costs and who is asked is not decided here.
 */
@NullMarked
package dev.synaxis.state;

import org.jspecify.annotations.NullMarked;
