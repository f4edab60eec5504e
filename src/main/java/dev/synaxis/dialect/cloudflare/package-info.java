/**
 * Cloudflare Workers AI by its native way, {@code /ai/run/<model>}: pictures, transcripts and speech. What belongs here is
 * the fields of its models and their meaning; no I/O, no other dialect. Sources: https://developers.cloudflare.com/ai/models/
 * and https://developers.cloudflare.com/workers-ai/platform/errors/ (read 2026-11-23).
 */
@NullMarked
package dev.synaxis.dialect.cloudflare;

import org.jspecify.annotations.NullMarked;
