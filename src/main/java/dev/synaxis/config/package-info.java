/**
 * The configuration: records that are right once they are built, the loader that fills them from YAML, environment and
 * the catalogue, and every problem reported at once with the path of its field.
 */
@NullMarked
package dev.synaxis.config;

import org.jspecify.annotations.NullMarked;
