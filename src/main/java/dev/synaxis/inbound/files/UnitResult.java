package dev.synaxis.inbound.files;

/** What became of a unit's lines: their part of the results, in their order. */
record UnitResult(byte[] output, byte[] errors, Totals totals) {}
