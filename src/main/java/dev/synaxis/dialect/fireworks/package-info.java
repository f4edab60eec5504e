/**
 * Fireworks' pictures, at a path for each model. What belongs here is the fields of its models and their meaning; no I/O, no
 * other dialect.
 */
@NullMarked
package dev.synaxis.dialect.fireworks;

import org.jspecify.annotations.NullMarked;
