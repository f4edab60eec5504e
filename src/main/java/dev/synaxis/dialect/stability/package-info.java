/** Stability AI's pictures. */
@NullMarked
package dev.synaxis.dialect.stability;

import org.jspecify.annotations.NullMarked;
