package dev.synaxis.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.util.function.Predicate;

/** What a dialect does with a {@link Feature}. */
public sealed interface Support {

    /** It is on the wire, without a warning. */
    record Carried(String what, Predicate<JsonNode> body) implements Support {}

    /** The client is told that it was dropped or changed; {@code body} holds for what is sent all the same. */
    record Warned(String what, Predicate<JsonNode> body) implements Support {}

    /** The translator refuses the request, so that another candidate has its turn. */
    record Unsupported() implements Support {}

    static Support carried(String what, Predicate<JsonNode> body) {
        return new Carried(what, body);
    }

    /** The wire body has this JSON value at this JSON pointer. */
    static Support carried(String pointer, String json) {
        return new Carried(pointer + " = " + json, at(pointer, json));
    }

    /** Nothing at this JSON pointer is what the client asked for. */
    static Support carriedWithout(String pointer) {
        return new Carried("nothing at " + pointer, body -> body.at(pointer).isMissingNode());
    }

    static Support warned() {
        return new Warned("any body", body -> true);
    }

    /** A warning, and the wire body has this JSON value at this JSON pointer. */
    static Support warned(String pointer, String json) {
        return new Warned(pointer + " = " + json, at(pointer, json));
    }

    /** A warning, and nothing at this JSON pointer. */
    static Support warnedWithout(String pointer) {
        return new Warned("nothing at " + pointer, body -> body.at(pointer).isMissingNode());
    }

    static Support unsupported() {
        return new Unsupported();
    }

    private static Predicate<JsonNode> at(String pointer, String json) {
        JsonNode wanted = Json.parseOrNull(json);
        if (wanted == null) {
            throw new IllegalArgumentException("not JSON: " + json);
        }
        return body -> wanted.equals(body.at(pointer));
    }
}
