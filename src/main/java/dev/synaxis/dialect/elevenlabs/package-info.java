/**
 * ElevenLabs' own protocol: speech. What belongs here is ElevenLabs' field names and their meaning; no I/O, no other
 * dialect. Sources: https://elevenlabs.io/docs/api-reference/text-to-speech/stream and
 * https://elevenlabs.io/docs/eleven-api/resources/errors (read 2026-11-22).
 */
@NullMarked
package dev.synaxis.dialect.elevenlabs;

import org.jspecify.annotations.NullMarked;
