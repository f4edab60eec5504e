/** The side-by-side run: child processes, interleaved rounds, CPU and memory from /proc, medians. */
@NullMarked
package dev.synaxis.bench.run;

import org.jspecify.annotations.NullMarked;
