@NullMarked
package dev.synaxis.dialect.replicate;

import org.jspecify.annotations.NullMarked;
