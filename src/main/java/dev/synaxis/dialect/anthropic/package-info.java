/**
 * Anthropic's Messages API: requests, replies, event streams and errors. What a model generation does and does not take
 * is in {@link dev.synaxis.dialect.ClaudeModel} and nowhere else. No other dialect and no I/O belongs here.
 */
@NullMarked
package dev.synaxis.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
