package dev.synaxis.dialect.gemini;

import org.jspecify.annotations.Nullable;

/**
 * Ids of tool calls: one that Gemini gave is marked on its way to the client, so that only such ids are sent back.
 */
final class CallIds {

    private static final String GIVEN = "gemini_";

    private CallIds() {}

    /** The client's form of an id that Gemini gave. */
    static String toClient(String given) {
        return GIVEN + given;
    }

    /** The id that Gemini gave, or null for one from elsewhere. */
    static @Nullable String given(String id) {
        return id.startsWith(GIVEN) && id.length() > GIVEN.length() ? id.substring(GIVEN.length()) : null;
    }
}
