/**
 * What calls used and what they cost: prices, the record of a finished call, the metrics. Nothing that decides who is
 * asked (routing) or how much is left (state) belongs here.
 */
@NullMarked
package dev.synaxis.usage;

import org.jspecify.annotations.NullMarked;
