/** Amazon Bedrock's translators against golden trees, hand-written events and the common contract. */
@NullMarked
package dev.synaxis.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
