/** Replicate: predictions that are made in the background. Pictures only. */
@NullMarked
package dev.synaxis.dialect.replicate;

import org.jspecify.annotations.NullMarked;
