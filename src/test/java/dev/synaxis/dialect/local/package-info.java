@NullMarked
package dev.synaxis.dialect.local;

import org.jspecify.annotations.NullMarked;
