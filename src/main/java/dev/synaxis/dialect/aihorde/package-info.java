/**
 * The AI Horde, a network of volunteers' machines: requests that wait in a queue until one of them is free. Pictures only. What
 * belongs here is the horde's field names and their meaning; no I/O, no other dialect.
 */
@NullMarked
package dev.synaxis.dialect.aihorde;

import org.jspecify.annotations.NullMarked;
