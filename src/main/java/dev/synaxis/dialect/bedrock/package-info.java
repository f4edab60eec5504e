/** Amazon Bedrock's Converse protocol. No HTTP, no event loop: translators only. */
@NullMarked
package dev.synaxis.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
