@NullMarked
package dev.synaxis.dialect.deepgram;

import org.jspecify.annotations.NullMarked;
