package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "[]", "null", "true", "\"\"", " {\"a\" : [1, {\"b\": null}, [], \"\\u00e9\\n\\ud83d\\ude00\"], \"c\": false} ",
        "[0, -1, 2147483647, 2147483648, -9223372036854775808, 18446744073709551616, 123456789012345678901234567890]",
        "[0.1, -2.5e-7, 1e3, 3.141592653589793, 1.0]", "{\"a\": 1, \"b\": 2, \"a\": 3}"})
    void shouldReadAndWriteTheTreeThatJacksonsMapperReadsAndWrites(String json) throws IOException {
        var tree = Json.parse(json.getBytes(StandardCharsets.UTF_8));

        assertThat(tree).isEqualTo(JACKSON.readTree(json)).isEqualTo(Json.parseOrNull(json));
        assertThat(Json.bytes(tree)).isEqualTo(JACKSON.writeValueAsBytes(tree));
        assertThat(Json.string(tree)).isEqualTo(JACKSON.writeValueAsString(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{} {}", "[1]]", "{a: 1}", "nul", "\"open", "]"})
    void shouldRefuseWhatIsNotOneValue(String json) {
        assertThatThrownBy(() -> Json.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
        assertThat(Json.parseOrNull(json)).isNull();
        assertThat(Json.parseObject(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void shouldFindNoValueInBlanks(String json) throws IOException {
        assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8)).isMissingNode()).isTrue();
        assertThat(Json.parseOrNull(json)).isNull();
    }
}
