/**
 * Cohere's own protocol, version 2: chat, its event stream, and embeddings. What belongs here is Cohere's field names and
 * their meaning; no I/O, no other dialect. Sources: docs.cohere.com/reference/chat, /reference/chat-stream,
 * /reference/embed, /reference/errors, /docs/reasoning, /docs/tool-use-overview, read 2026-11-22.
 */
@NullMarked
package dev.synaxis.dialect.cohere;

import org.jspecify.annotations.NullMarked;
