/**
 * Deepgram's own protocol. What belongs here is Deepgram's field names and their meaning; no I/O, no other dialect.
 * Sources: https://developers.deepgram.com/reference/text-to-speech/speak-request,
 * https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded,
 * https://developers.deepgram.com/docs/tts-media-output-settings, https://developers.deepgram.com/docs/errors (read
 * 2026-11-22).
 */
@NullMarked
package dev.synaxis.dialect.deepgram;

import org.jspecify.annotations.NullMarked;
