/**
 * Amazon Bedrock's protocol: Converse and ConverseStream for chat, InvokeModel for embeddings. What belongs here is what is
 * Bedrock's own; what Claude takes wherever it is had is in {@link dev.synaxis.dialect.ClaudeModel}, and requests are signed in
 * {@code camel}. No I/O, no other dialect.
 */
@NullMarked
package dev.synaxis.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
