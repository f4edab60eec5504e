package dev.synaxis.dialect.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected ids are those that Hugging Face's tokenizers 0.21.0 gives for the same file. */
class WordPiecesTest {

    private static WordPieces words;

    @BeforeAll
    static void readVocabulary() throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>();
        try (InputStream in = WordPieces.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            for (Map.Entry<String, JsonNode> piece :
                    Json.parse(in.readAllBytes()).path("model").path("vocab").properties()) {
                vocabulary.put(piece.getKey(), piece.getValue().intValue());
            }
        }
        words = new WordPieces(vocabulary);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("Hello, World!", List.of(7592, 1010, 2088, 999)),
                Arguments.of("unaffable", List.of(14477, 20961, 3468)),
                Arguments.of("Ünïcödé naïve café", List.of(27260, 15743, 7668)),
                Arguments.of("你好 world", List.of(100, 100, 2088)),
                Arguments.of("emoji 😀 ok", List.of(7861, 29147, 2072, 100, 7929)),
                Arguments.of("tabs\tand\nlines\u0000x", List.of(21628, 2015, 1998, 3210, 2595)),
                Arguments.of("Straße ŒUVRE İstanbul", List.of(2358, 27807, 1107, 2226, 12229, 9960)),
                Arguments.of("x".repeat(101), List.of(100)),
                Arguments.of("don't $5.00 a_b-c", List.of(
                        2123, 1005, 1056, 1002, 1019, 1012, 4002, 1037, 1035, 1038, 1011, 1039)),
                Arguments.of("e\u0301a\u200bb\u00a0c", List.of(19413, 2497, 1039)),
                Arguments.of("ｆｕｌｌ—width…", List.of(100, 1517, 9381, 1529)),
                Arguments.of("日本語のテキスト", List.of(1864, 1876, 1950, 1671, 30239, 30227, 30233, 30240)),
                Arguments.of("Привет мир", List.of(1194, 16856, 10325, 25529, 15290, 22919, 1191, 10325, 16856)),
                Arguments.of("unassigned \u0378 point", List.of(14477, 18719, 19225, 100, 2391)),
                Arguments.of("", List.of()));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldCutAsTheModelWasTaught(String text, List<Integer> ids) {
        assertThat(words.of(text)).extracting(WordPieces.Piece::id).isEqualTo(ids);
    }
}
