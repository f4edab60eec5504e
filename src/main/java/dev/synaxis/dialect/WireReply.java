package dev.synaxis.dialect;

import java.util.Map;

/**
 * A vendor's answer.
 *
 * @param headers by lower-case name; of a repeated header the first value
 */
public record WireReply(int status, Map<String, String> headers, byte[] body) {}
