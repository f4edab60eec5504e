@NullMarked
package dev.synaxis.dialect.aihorde;

import org.jspecify.annotations.NullMarked;
