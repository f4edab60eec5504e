package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks of one value each. The parser stands on the value's first token and is left on its last one. Null is the same
 * as absent, as it is for OpenAI.
 */
final class Values {

    private static final int LONGEST_MODEL_NAME = 512;

    private Values() {}

    /** Names travel on in headers, URLs and log lines. */
    static String modelName(String name) {
        if (name.isBlank()) {
            throw Faults.value("model", "expected the name of a model, but got an empty string");
        }
        if (name.length() > LONGEST_MODEL_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Faults.value(
                    "model", "expected at most " + LONGEST_MODEL_NAME + " characters, none of them a control character");
        }
        return name;
    }

    static boolean bool(JsonParser p, String name, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw Faults.type(name, "a boolean", value);
        };
    }

    static void number(String name, JsonToken value) {
        if (!value.isNumeric() && value != JsonToken.VALUE_NULL) {
            throw Faults.type(name, "a number", value);
        }
    }

    /** A whole number of any size, {@code 7.0} among them. */
    static void whole(JsonParser p, String name, JsonToken value) throws IOException {
        number(name, value);
        if (value == JsonToken.VALUE_NUMBER_FLOAT && p.getDoubleValue() != Math.rint(p.getDoubleValue())) {
            throw Faults.type(name, "an integer", value);
        }
    }

    static @Nullable Integer integer(JsonParser p, String name, JsonToken value, int least) throws IOException {
        if (!value.isNumeric() && value != JsonToken.VALUE_NULL) {
            throw Faults.type(name, "an integer", value);
        }
        whole(p, name, value);
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        double number = p.getDoubleValue();
        if (number < least || number > Integer.MAX_VALUE) {
            throw Faults.value(name, "expected an integer from " + least + " to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /** At least 1; -1 is no limit for LM Studio and llama.cpp, whose clients send it to everybody. */
    static @Nullable Integer limit(JsonParser p, String name, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NUMBER_INT && p.getText().equals("-1") ? null : integer(p, name, value, 1);
    }

    /** Together takes the number of alternatives where OpenAI has a flag beside it. */
    static void boolOrCount(JsonParser p, String name, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            integer(p, name, value, 0);
        } else {
            bool(p, name, value);
        }
    }

    static void string(String name, JsonToken value) {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
            throw Faults.type(name, "a string", value);
        }
    }

    static void object(JsonParser p, String name, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
            throw Faults.type(name, "an object", value);
        }
        p.skipChildren();
    }

    static void strings(JsonParser p, String name, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw Faults.type(name, "an array of strings", value);
        }
        JsonToken item;
        for (int i = 0; (item = p.nextToken()) != JsonToken.END_ARRAY; i++) {
            if (item != JsonToken.VALUE_STRING) {
                throw Faults.type(name + "[" + i + "]", "a string", item);
            }
        }
    }

    static void stringOrStrings(JsonParser p, String name, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.START_ARRAY && value != JsonToken.VALUE_NULL) {
            throw Faults.type(name, "a string or an array of strings", value);
        }
        if (value == JsonToken.START_ARRAY) {
            strings(p, name, value);
        }
    }
}
