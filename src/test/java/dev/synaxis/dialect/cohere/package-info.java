/** Cohere's translators against golden trees, hand-written events and the common contract. */
@NullMarked
package dev.synaxis.dialect.cohere;

import org.jspecify.annotations.NullMarked;
