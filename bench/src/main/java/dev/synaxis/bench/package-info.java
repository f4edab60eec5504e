/** Load and microbenchmarks of Synaxis, side by side with a bare proxy. No part of the gateway. */
@NullMarked
package dev.synaxis.bench;

import org.jspecify.annotations.NullMarked;
