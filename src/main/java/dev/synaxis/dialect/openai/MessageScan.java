package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.model.ModelTraits.Ability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks {@code messages} and notes what they need of a model. Field paths are built only for an error. */
final class MessageScan {

    private static final String ROLES = "expected one of 'system', 'developer', 'user', 'assistant', 'tool', 'function'";

    /** Where the value {@code "developer"} of a role stands, quotes included. */
    final List<RequestScan.Span> developerRoles = new ArrayList<>(1);
    final Set<Ability> media = EnumSet.noneOf(Ability.class);
    long mediaBytes;
    long mediaTokens;
    private final JsonParser p;
    private final PartScan parts;

    MessageScan(JsonParser parser) {
        p = parser;
        parts = new PartScan(parser, this);
    }

    void read(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw Faults.type("messages", "an array of objects", value);
        }
        int i = 0;
        for (JsonToken item; (item = p.nextToken()) != JsonToken.END_ARRAY; i++) {
            if (item != JsonToken.START_OBJECT) {
                throw Faults.type(at(i, null), "an object", item);
            }
            message(i);
        }
        if (i == 0) {
            throw Faults.value("messages", "expected an array with at least one message, but got an empty array");
        }
    }

    private void message(int index) throws IOException {
        String role = null;
        JsonToken content = null;
        boolean payload = false;
        boolean callId = false;
        boolean named = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            switch (name) {
                case "role" -> role = role(index, value);
                case "content" -> content = content(index, value);
                case "name" -> {
                    Values.string(at(index, name), value);
                    named = value == JsonToken.VALUE_STRING;
                }
                case "tool_call_id" -> {
                    if (value != JsonToken.VALUE_STRING) {
                        throw Faults.type(at(index, name), "a string", value);
                    }
                    callId = true;
                }
                case "tool_calls" -> {
                    toolCalls(index, value);
                    payload |= value == JsonToken.START_ARRAY;
                }
                case "function_call", "refusal", "audio", "reasoning", "reasoning_content", "reasoning_details" -> {
                    payload |= value != JsonToken.VALUE_NULL;
                    p.skipChildren();
                }
                default -> p.skipChildren();
            }
        }
        check(index, role, content, payload, callId, named);
    }

    private static void check(
            int index, @Nullable String role, @Nullable JsonToken content, boolean payload, boolean callId, boolean named) {
        if (role == null) {
            throw Faults.missing(at(index, "role"));
        }
        boolean empty = content == null || content == JsonToken.VALUE_NULL;
        if (role.equals("tool") && !callId) {
            throw Faults.missing(at(index, "tool_call_id"));
        }
        if (role.equals("function") && !named) {
            throw Faults.missing(at(index, "name"));
        }
        boolean mayBeNull = role.equals("assistant") || role.equals("function");
        if (empty && !(role.equals("assistant") && payload) && !(mayBeNull && content != null)) {
            throw content == null
                    ? Faults.missing(at(index, "content"))
                    : Faults.type(at(index, "content"), "a string or an array of parts", content);
        }
    }

    private String role(int index, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw Faults.type(at(index, "role"), "a string", value);
        }
        String role = p.getText();
        return switch (role) {
            case "developer" -> {
                int start = (int) p.currentTokenLocation().getByteOffset();
                developerRoles.add(new RequestScan.Span(start, (int) p.currentLocation().getByteOffset()));
                yield role;
            }
            case "system", "user", "assistant", "tool", "function" -> role;
            default -> throw Faults.value(at(index, "role"), ROLES);
        };
    }

    private JsonToken content(int index, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_STRING, VALUE_NULL -> {}
            case START_ARRAY -> {
                int part = 0;
                for (JsonToken item; (item = p.nextToken()) != JsonToken.END_ARRAY; part++) {
                    parts.read(index, part, item);
                }
            }
            default -> throw Faults.type(at(index, "content"), "a string or an array of parts", value);
        }
        return value;
    }

    private void toolCalls(int index, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw Faults.type(at(index, "tool_calls"), "an array of objects", value);
        }
        int i = 0;
        for (JsonToken item; (item = p.nextToken()) != JsonToken.END_ARRAY; i++) {
            if (item != JsonToken.START_OBJECT) {
                throw Faults.type(call(index, i, ""), "an object", item);
            }
            toolCall(index, i);
        }
    }

    private void toolCall(int index, int call) throws IOException {
        boolean id = false;
        boolean function = false;
        String type = "function";
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            switch (name) {
                case "id" -> {
                    require(value, JsonToken.VALUE_STRING, "a string", index, call, ".id");
                    id = true;
                }
                case "type" -> {
                    require(value, JsonToken.VALUE_STRING, "a string", index, call, ".type");
                    type = p.getText();
                }
                case "function" -> {
                    require(value, JsonToken.START_OBJECT, "an object", index, call, ".function");
                    function(index, call);
                    function = true;
                }
                default -> p.skipChildren();
            }
        }
        if (!id) {
            throw Faults.missing(call(index, call, ".id"));
        }
        if (!function && type.equals("function")) {
            throw Faults.missing(call(index, call, ".function"));
        }
    }

    private void function(int index, int call) throws IOException {
        boolean named = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            if (name.equals("name")) {
                require(value, JsonToken.VALUE_STRING, "a string", index, call, ".function.name");
                named = true;
            } else if (name.equals("arguments")) {
                // Mistral takes an object too; a call without arguments may lack them
                if (value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
                    require(value, JsonToken.VALUE_STRING, "a string of JSON", index, call, ".function.arguments");
                }
                p.skipChildren();
            } else {
                p.skipChildren();
            }
        }
        if (!named) {
            throw Faults.missing(call(index, call, ".function.name"));
        }
    }

    private static void require(JsonToken value, JsonToken wanted, String expected, int index, int call, String field) {
        if (value != wanted) {
            throw Faults.type(call(index, call, field), expected, value);
        }
    }

    private static String call(int index, int call, String field) {
        return at(index, "tool_calls[" + call + "]") + field;
    }

    static String at(int index, @Nullable String field) {
        return "messages[" + index + "]" + (field == null ? "" : "." + field);
    }
}
