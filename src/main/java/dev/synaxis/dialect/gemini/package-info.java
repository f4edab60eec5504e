/**
 * Google's Gemini protocol: generateContent, streamGenerateContent and batchEmbedContents, as served by the Gemini API
 * and by Vertex AI. Everything that only Google calls so belongs here; no other dialect, no I/O.
 * Sources: https://ai.google.dev/api/generate-content and https://ai.google.dev/gemini-api/docs (read 2026-11-22).
 */
@NullMarked
package dev.synaxis.dialect.gemini;

import org.jspecify.annotations.NullMarked;
