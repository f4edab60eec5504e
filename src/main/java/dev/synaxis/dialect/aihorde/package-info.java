/** The AI Horde, a network of volunteers' machines: requests that wait in a queue until one of them is free. Pictures only. */
@NullMarked
package dev.synaxis.dialect.aihorde;

import org.jspecify.annotations.NullMarked;
