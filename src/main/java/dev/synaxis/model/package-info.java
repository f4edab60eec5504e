/**
 * The canonical requests and replies that every dialect is translated to and from: records and sealed interfaces.
 * JSON values that Synaxis only carries (schemas, metadata, unknown fields) are JDK trees: Map, List, String, Number,
 * Boolean, null. No I/O, no JSON library, nothing vendor-specific belongs here.
 */
@NullMarked
package dev.synaxis.model;

import org.jspecify.annotations.NullMarked;
