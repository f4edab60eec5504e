/** A load generator on plain NIO: as cheap as it can be, because it shares the machine with what it measures. */
@NullMarked
package dev.synaxis.bench.load;

import org.jspecify.annotations.NullMarked;
