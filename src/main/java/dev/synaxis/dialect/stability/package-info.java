/**
 * Stability AI's own protocol: pictures. What belongs here is Stability's field names and their meaning; no I/O, no other
 * dialect. Source: https://platform.stability.ai/docs/api-reference (read 2026-11-23).
 */
@NullMarked
package dev.synaxis.dialect.stability;

import org.jspecify.annotations.NullMarked;
