/**
 * What a vendor's wire protocol has to offer to the rest: one {@link dev.synaxis.dialect.Dialect} per protocol, with a
 * translator per capability, each a pure function of its arguments. A dialect never imports another dialect.
 */
@NullMarked
package dev.synaxis.dialect;

import org.jspecify.annotations.NullMarked;
