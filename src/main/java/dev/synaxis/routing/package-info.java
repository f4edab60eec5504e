/** Which candidates a request has and in what order: tiers, strategies, the plan and its reasons. No I/O. */
@NullMarked
package dev.synaxis.routing;

import org.jspecify.annotations.NullMarked;
