package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.wire.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The 400s for a client's request. They name the field and what it takes, never what was in it. */
final class Faults {

    private Faults() {}

    static InvalidRequestException body(String message) {
        return new InvalidRequestException(400, message, null, null);
    }

    static InvalidRequestException missing(String param) {
        return new InvalidRequestException(400, "Missing required parameter: '" + param + "'.", param,
                "missing_required_parameter");
    }

    static InvalidRequestException type(String param, String expected, @Nullable JsonToken got) {
        return new InvalidRequestException(400,
                "Invalid type for '" + param + "': expected " + expected + ", but got " + nameOf(got) + " instead.",
                param, "invalid_type");
    }

    static InvalidRequestException value(String param, String rule) {
        return new InvalidRequestException(400, "Invalid value for '" + param + "': " + rule + ".", param,
                "invalid_value");
    }

    /** Refuses UTF-16 and UTF-32: a body is patched and forwarded by the offsets of its bytes. */
    static void requireUtf8(byte[] body) {
        if (!Json.isUtf8(body)) {
            throw body("The request body must be JSON in UTF-8.");
        }
    }

    /** What a JSON parser could not read, by line and column only: its own message quotes the text. */
    static InvalidRequestException malformed(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return body("The request body is nested too deeply or has too long a number or name in it.");
        }
        JsonLocation at = e instanceof JsonProcessingException json ? json.getLocation() : null;
        return body("The request body is not valid JSON"
                + (at == null ? "." : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")."));
    }

    private static String nameOf(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case null, default -> "nothing";
        };
    }
}
