package dev.synaxis.dialect.gemini;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What vectors are for. The first Gemini model that embeds takes it as {@code taskType}; the second one is told in the text
 * itself, in the words that Google documents. Source: https://ai.google.dev/gemini-api/docs/embeddings (read 2026-11-23).
 */
enum EmbeddingTask {
    RETRIEVAL_QUERY("search result"),
    RETRIEVAL_DOCUMENT(""),
    SEMANTIC_SIMILARITY("sentence similarity"),
    CLASSIFICATION("classification"),
    CLUSTERING("clustering"),
    QUESTION_ANSWERING("question answering"),
    FACT_VERIFICATION("fact checking"),
    CODE_RETRIEVAL_QUERY("code retrieval");

    /** Other vendors' words for a task. */
    private static final Map<String, String> TASKS = Map.of(
            "query", "RETRIEVAL_QUERY",
            "search_query", "RETRIEVAL_QUERY",
            "document", "RETRIEVAL_DOCUMENT",
            "passage", "RETRIEVAL_DOCUMENT",
            "search_document", "RETRIEVAL_DOCUMENT");

    private final String words;

    EmbeddingTask(String words) {
        this.words = words;
    }

    /** Google's word for a task; one that is not known here is left to the vendor. */
    static String word(String said) {
        String task = TASKS.get(said.toLowerCase(Locale.ROOT));
        return task != null ? task : said.toUpperCase(Locale.ROOT);
    }

    /** Null for a word that is not Google's. */
    static @Nullable EmbeddingTask of(String word) {
        return Arrays.stream(values()).filter(task -> task.name().equals(word)).findFirst().orElse(null);
    }

    /** A text with its task in it. */
    String in(String text, @Nullable String title) {
        return this == RETRIEVAL_DOCUMENT
                ? "title: " + (title == null ? "none" : title) + " | text: " + text
                : "task: " + words + " | query: " + text;
    }
}
