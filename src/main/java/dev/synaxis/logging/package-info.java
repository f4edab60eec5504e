/** How a line of the log looks and where it goes; knows logback and nothing of the gateway. */
@NullMarked
package dev.synaxis.logging;

import org.jspecify.annotations.NullMarked;
