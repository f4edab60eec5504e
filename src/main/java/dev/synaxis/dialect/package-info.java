/**
 * What a vendor's wire protocol has to offer to the rest: one {@link dev.synaxis.dialect.Dialect} per protocol, with a
 * translator per capability, each a pure function of its arguments. A dialect never imports another dialect: what several of
 * them share stands here, such as what a Claude model takes, or how long a file of sound is.
 */
@NullMarked
package dev.synaxis.dialect;

import org.jspecify.annotations.NullMarked;
