package dev.synaxis.dialect.gemini;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The speakers of one transcript by OpenAI's letters, in the order in which they speak first. */
final class Speakers {

    private static final int LETTERS = 26;

    private final Map<String, String> letters = new HashMap<>();

    /** @param label the vendor's; null where it did not tell them apart */
    @Nullable String letter(@Nullable String label) {
        if (label == null || label.isBlank()) {
            return null;
        }
        int next = letters.size();
        return letters.computeIfAbsent(
                label.strip(), name -> next < LETTERS ? String.valueOf((char) ('A' + next)) : "S" + next);
    }
}
