package dev.synaxis.model;

import org.jspecify.annotations.Nullable;

/**
 * A spoken text.
 *
 * @param contentType the MIME type of the audio
 * @param usage       null where the vendor counted no tokens
 */
public record SpeechResponse(byte[] audio, String contentType, @Nullable TokenUsage usage) {}
