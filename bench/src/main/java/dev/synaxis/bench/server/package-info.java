/** The processes that stand beside Synaxis: a vendor that answers from memory, and the bare proxy that is the baseline. */
@NullMarked
package dev.synaxis.bench.server;

import org.jspecify.annotations.NullMarked;
