package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synaxis.dialect.openai.EmbeddingScan;
import dev.synaxis.dialect.openai.Vector;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a dialect with a wire owes beside its requests: exact vectors in order, the vendor's count, no half an answer. */
public abstract class EmbeddingWireContract extends EmbeddingTranslatorContract {

    private static final String EXACT = "[0.1,-2.5E-7,1]";
    private static final String OTHER = "[-0.0123456789,0,3]";

    /** A 2xx answer, as the vendor writes it, with these vectors and, where it counts them, 7 tokens. */
    protected abstract String answer(ArrayNode vectors);

    /** Of an answer. */
    protected Map<String, String> headers() {
        return Map.of();
    }

    /** Whether the vendor says how many tokens it counted. */
    protected abstract boolean counts();

    /** An error of this dialect, which comes with status 200 all the same. */
    protected abstract String error();

    protected FailureKind errorKind() {
        return FailureKind.OVERLOADED;
    }

    private EmbeddingResponse read(String body, int inputs) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        EmbeddingTranslator translator = embedder().embedding();
        if (translator == null) {
            EmbeddingScan scan = EmbeddingScan.of(bytes, inputs);
            List<double[]> vectors = scan.vectors().stream().map(EmbeddingWireContract::decoded).toList();
            return new EmbeddingResponse("", vectors, scan.usage());
        }
        List<String> texts = List.of("a", "b").subList(0, inputs);
        return translator.response(
                new EmbeddingRequest("m", texts, List.of(), null, null, Map.of()), new WireReply(200, headers(), bytes));
    }

    private static double[] decoded(Vector vector) {
        return doubles(array(new String(vector.json(false), StandardCharsets.US_ASCII)));
    }

    private static double[] doubles(ArrayNode numbers) {
        double[] doubles = new double[numbers.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers.get(i).doubleValue();
        }
        return doubles;
    }

    private static ArrayNode array(@Nullable String json) {
        return (ArrayNode) Json.parseOrNull(String.valueOf(json));
    }

    private String answerOf(String vectors) {
        return answer(array(vectors));
    }

    @Test
    void shouldGiveEveryNumberAsTheVendorWroteItInTheOrderOfTheTexts() {
        EmbeddingResponse response = read(answerOf("[" + EXACT + "," + OTHER + "]"), 2);

        assertThat(response.vectors()).usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new double[] {0.1, -2.5E-7, 1}, new double[] {-0.0123456789, 0, 3});
        assertThat(response.usage()).isEqualTo(counts() ? TokenUsage.of(7, 0) : null);
    }

    @TestFactory
    Stream<DynamicTest> shouldCallItMalformedWhenThereIsNotOneVectorForEachText() {
        return Stream.of(
                        answerOf("[" + EXACT + "]"),
                        answerOf("[" + EXACT + "," + EXACT + "," + EXACT + "]"),
                        answerOf("[" + EXACT + ",[]]"),
                        answerOf("[" + EXACT + ",[\"x\"]]"),
                        answerOf("[" + EXACT + ",[null]]"),
                        "{}", "[]", "<html>", "")
                .map(body -> DynamicTest.dynamicTest("<" + body + ">", () -> fails(body, FailureKind.MALFORMED_REPLY)));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        fails(error(), errorKind());
    }

    private void fails(String body, FailureKind kind) {
        assertThatThrownBy(() -> read(body, 2)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
