/**
 * Embeddings inside this process: all-MiniLM-L6-v2, quantized, through ONNX Runtime. No key, no wire; the model is loaded
 * by the first text that is embedded. Nothing but ONNX Runtime and the model's own vocabulary belongs here.
 */
@NullMarked
package dev.synaxis.dialect.local;

import org.jspecify.annotations.NullMarked;
