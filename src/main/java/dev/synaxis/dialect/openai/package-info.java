/**
 * OpenAI's chat completions, from both sides: what clients speak to Synaxis (read, checked, answered) and what the many
 * compatible vendors speak (forwarded as bytes, patched only where it must be). Also the codec between this form and
 * the canonical one. No I/O, no other dialect.
 */
@NullMarked
package dev.synaxis.dialect.openai;

import org.jspecify.annotations.NullMarked;
