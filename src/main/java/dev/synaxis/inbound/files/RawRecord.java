package dev.synaxis.inbound.files;

import org.jspecify.annotations.Nullable;

/**
 * One record of a file before it is understood.
 *
 * @param line     of its first byte, from 1
 * @param bytes    without the end of the line; empty where there is a problem
 * @param end      offset of the byte behind it, in the unpacked file
 * @param nextLine line of the record behind it
 * @param problem  why it cannot be read; null where it can
 */
record RawRecord(long line, byte[] bytes, long end, long nextLine, @Nullable String problem) {}
