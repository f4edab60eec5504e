package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code input} of an embedding request: texts, or lists of token ids.
 *
 * @param texts  empty where there are ids
 * @param tokens empty where there are texts
 */
record EmbeddingInputs(List<String> texts, List<List<Integer>> tokens) {

    /** Most vectors of one request: an answer is put together in memory. */
    private static final int MOST = 10_000;

    EmbeddingInputs {
        texts = List.copyOf(texts);
        tokens = List.copyOf(tokens);
    }

    /** @throws InvalidRequestException 400 for anything but a string, strings, ids, or lists of ids */
    static EmbeddingInputs read(@Nullable JsonNode input) {
        return switch (input) {
            case null -> throw Faults.missing("input");
            case JsonNode text when text.isTextual() -> new EmbeddingInputs(List.of(text.textValue()), List.of());
            case JsonNode array when array.isArray() && array.isEmpty() ->
                throw Faults.value("input", "expected at least one text");
            case JsonNode array when array.isArray() && array.size() > MOST ->
                throw Faults.value("input", "expected at most " + MOST + " texts or token ids");
            case JsonNode array when array.isArray() && array.get(0).isTextual() -> strings(array);
            case JsonNode array when array.isArray() && array.get(0).isIntegralNumber() ->
                new EmbeddingInputs(List.of(), List.of(ids(array, "input")));
            case JsonNode array when array.isArray() && array.get(0).isArray() -> lists(array);
            default -> throw Faults.value("input", "expected a string, an array of strings, or token ids");
        };
    }

    private static EmbeddingInputs strings(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!array.get(i).isTextual()) {
                throw Faults.value("input[" + i + "]", "expected a string, as the others are");
            }
            texts.add(array.get(i).textValue());
        }
        return new EmbeddingInputs(texts, List.of());
    }

    private static EmbeddingInputs lists(JsonNode array) {
        List<List<Integer>> lists = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            lists.add(ids(array.get(i), "input[" + i + "]"));
        }
        return new EmbeddingInputs(List.of(), lists);
    }

    private static List<Integer> ids(JsonNode array, String name) {
        if (!array.isArray() || array.isEmpty()) {
            throw Faults.value(name, "expected an array of token ids");
        }
        List<Integer> ids = new ArrayList<>(array.size());
        for (JsonNode id : array) {
            if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0) {
                throw Faults.value(name, "expected an array of token ids");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    int size() {
        return texts.size() + tokens.size();
    }

    List<String> texts(int from, int to) {
        return texts.isEmpty() ? texts : texts.subList(from, to);
    }

    List<List<Integer>> tokens(int from, int to) {
        return tokens.isEmpty() ? tokens : tokens.subList(from, to);
    }

    /** Four characters make a token. */
    long estimatedTokens(int index) {
        return texts.isEmpty() ? tokens.get(index).size() : (texts.get(index).length() + 3) / 4;
    }
}
