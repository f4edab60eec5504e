package dev.synaxis.dialect.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.wire.Json;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockInstanceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{} | `\"mock\"`",
        "{\"type\":\"object\"} | {}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"}},\"required\":[\"a\"]} | {\"a\":0}",
        "{\"properties\":{\"a\":{\"type\":[\"null\",\"boolean\"]}},\"required\":[\"a\",\"z\"]} | {\"a\":false,\"z\":\"mock\"}",
        "{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"minItems\":2} | [null,null]",
        "{\"type\":\"array\",\"items\":{\"type\":\"string\"}} | []",
        "{\"type\":\"integer\",\"minimum\":3} | 3",
        "{\"type\":\"integer\",\"minimum\":2.5} | 3",
        "{\"type\":\"integer\",\"exclusiveMinimum\":3} | 4",
        "{\"type\":\"integer\",\"exclusiveMinimum\":0,\"multipleOf\":5} | 5",
        "{\"type\":\"integer\",\"maximum\":-7} | -7",
        "{\"type\":\"integer\",\"exclusiveMaximum\":0} | -1",
        "{\"type\":\"number\",\"minimum\":0.5} | 0.5",
        "{\"type\":\"string\",\"minLength\":6} | `\"mockxx\"`",
        "{\"type\":\"string\",\"maxLength\":2} | `\"mo\"`",
        "{\"type\":\"string\",\"format\":\"date\"} | `\"2000-01-01\"`",
        "{\"enum\":[\"red\",\"blue\"]} | `\"red\"`",
        "{\"const\":null} | null",
        "{\"anyOf\":[{\"type\":\"boolean\"},{\"type\":\"null\"}]} | false",
        "{\"oneOf\":[{\"required\":[\"a\"]}],\"properties\":{\"a\":{\"const\":1}}} | {\"a\":1}",
        "{\"allOf\":[{\"properties\":{\"a\":{\"const\":1}},\"required\":[\"a\"]},{\"$ref\":\"#/$defs/b\"}],"
            + "\"$defs\":{\"b\":{\"properties\":{\"b\":{\"const\":2}},\"required\":[\"b\"]}}} | {\"a\":1,\"b\":2}",
        "{\"$ref\":\"#/$defs/x~1y\",\"$defs\":{\"x/y\":{\"type\":\"boolean\"}}} | false",
        "{\"$ref\":\"https://example.com/schema\"} | `\"mock\"`",
        "{\"$ref\":\"\"} | `\"mock\"`",
    })
    void shouldGiveTheLeastValueThatTheSchemaTakes(String schema, String value) {
        assertThat(Json.parseOrNull(instance(schema))).isEqualTo(Json.parseOrNull(value));
    }

    @Test
    void shouldEndWhenTheSchemaIsRecursive() {
        assertThat(instance("""
                {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["next"],
                 "properties":{"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}}}}}"""))
                .isEqualTo("{\"next\":{\"next\":null}}");
    }

    @Test
    void shouldStayShortWhenTheSchemaAsksForAFlood() {
        assertThat(instance("""
                {"$ref":"#/$defs/n","$defs":{"n":{"type":"array","minItems":100000,"items":{"$ref":"#/$defs/n"}}}}"""))
                .hasSizeLessThan(1_000_000);
    }

    private static String instance(String schema) {
        Map<String, Object> tree = Json.toMap(Objects.requireNonNull(Json.parseOrNull(schema)));
        Object value = MockInstance.of(tree);
        return value == null ? "null" : Json.string(value);
    }
}
