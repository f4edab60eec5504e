package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemasTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"const": "x"}                             | {"enum": ["x"]}
        {"$schema": "s", "type": "object"}         | {"type": "object"}
        {"properties": {"const": {"const": 1}}}    | {"properties": {"const": {"enum": [1]}}}
        {"default": {"const": 1}}                  | {"default": {"const": 1}}
        {"items": true}                            | {"items": {}}
        {"uniqueItems": true}                      | {"uniqueItems": true}
        {"type": ["string", "null"]}               | {"type": ["string", "null"]}
        {"additionalProperties": {"const": 1}}     | {"additionalProperties": {"enum": [1]}}
        {"anyOf": [{"const": 1}, {"type": "null"}]} | {"anyOf": [{"enum": [1]}, {"type": "null"}]}
        """)
    void shouldSayTheSameInWordsThatGeminiKnows(String given, String sent) {
        assertThat(Schemas.of(Json.toMap(tree(given)))).isEqualTo(tree(sent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"$ref": "#/$defs/A"}                      | {"$ref": "#/$defs/A"}
        {"$ref": "#/$defs/A", "title": "T"}        | {"type": "string", "title": "T"}
        {"$ref": "#/$defs/Tree", "title": "T"}     | {"items": {"$ref": "#/$defs/Tree"}, "title": "T"}
        {"$ref": "#/$defs/Gone", "title": "T"}     | {"anyOf": [{"$ref": "#/$defs/Gone"}], "title": "T"}
        """)
    void shouldLetNoReferenceStandBesideOtherKeywords(String given, String sent) {
        String schema = """
            {"properties": {"x": %s}, "$defs": {"A": {"type": "string"}, "Tree": {"items": {"$ref": "#/$defs/Tree"}}}}
            """;

        assertThat(Schemas.of(Json.toMap(tree(schema.formatted(given))))).isEqualTo(tree(schema.formatted(sent)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type": "object", "properties": {}}                              | true
        {"type": "object", "properties": {}, "additionalProperties": false} | true
        {"type": "object", "properties": {"a": {}}}                       | false
        {"type": "object", "additionalProperties": {"type": "string"}}    | false
        {"type": "array"}                                                 | false
        """)
    void shouldKnowASchemaThatOnlySaysObject(String schema, boolean nothing) {
        assertThat(Schemas.saysNothing(tree(schema))).isEqualTo(nothing);
    }

    private static JsonNode tree(String json) {
        return Objects.requireNonNull(Json.parseOrNull(json));
    }
}
