@NullMarked
package dev.synaxis.dialect.fireworks;

import org.jspecify.annotations.NullMarked;
