/**
 * What the front doors have of their own: who the caller is, what may come in, and how an answer goes out. Selection,
 * vendors and failures are no business of theirs.
 */
@NullMarked
package dev.synaxis.inbound;

import org.jspecify.annotations.NullMarked;
