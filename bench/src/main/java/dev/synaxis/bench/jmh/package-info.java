/** Microbenchmarks of the pure parts: SSE reader, translators, planner. */
@NullMarked
package dev.synaxis.bench.jmh;

import org.jspecify.annotations.NullMarked;
