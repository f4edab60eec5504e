@NullMarked
package dev.synaxis.dialect.elevenlabs;

import org.jspecify.annotations.NullMarked;
