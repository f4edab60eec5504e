/** The mock provider: what it answers, what can be scripted, and that it is the same every time. */
@NullMarked
package dev.synaxis.dialect.mock;

import org.jspecify.annotations.NullMarked;
