/** What gateways remember between calls, in memory or shared through Redis: health (cooldowns) and quota. */
@NullMarked
package dev.synaxis.state;

import org.jspecify.annotations.NullMarked;
