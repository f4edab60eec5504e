package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks of {@code tools}, {@code tool_choice}, their older forms, and {@code response_format}. Types of tools, choices
 * and formats that OpenAI does not have are vendors' own and pass.
 */
final class ToolScan {

    /** OpenAI's three, and Mistral's {@code any}. */
    private static final Set<String> CHOICES = Set.of("none", "auto", "required", "any");

    private ToolScan() {}

    /** Whether there is any tool. */
    static boolean tools(JsonParser p, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return false;
        }
        if (value != JsonToken.START_ARRAY) {
            throw Faults.type("tools", "an array of objects", value);
        }
        int i = 0;
        for (JsonToken item; (item = p.nextToken()) != JsonToken.END_ARRAY; i++) {
            tool(p, "tools[" + i + "]", item);
        }
        return i > 0;
    }

    /** Whether there is any function. */
    static boolean functions(JsonParser p, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return false;
        }
        if (value != JsonToken.START_ARRAY) {
            throw Faults.type("functions", "an array of objects", value);
        }
        int i = 0;
        for (JsonToken item; (item = p.nextToken()) != JsonToken.END_ARRAY; i++) {
            function(p, "functions[" + i + "]", item);
        }
        return i > 0;
    }

    private static void tool(JsonParser p, String at, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw Faults.type(at, "an object", value);
        }
        String type = null;
        boolean function = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken field = p.nextToken();
            if (name.equals("type")) {
                type = text(p, at + ".type", field);
            } else if (name.equals("function")) {
                function(p, at + ".function", field);
                function = true;
            } else {
                p.skipChildren();
            }
        }
        // Mistral's clients leave the type of a function out
        if (type == null && !function) {
            throw Faults.missing(at + ".type");
        }
        if ("function".equals(type) && !function) {
            throw Faults.missing(at + ".function");
        }
    }

    private static void function(JsonParser p, String at, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw Faults.type(at, "an object", value);
        }
        boolean named = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken field = p.nextToken();
            switch (name) {
                case "name" -> {
                    if (text(p, at + ".name", field).isEmpty()) {
                        throw Faults.value(at + ".name", "expected the name of a function, but got an empty string");
                    }
                    named = true;
                }
                case "description" -> Values.string(at + ".description", field);
                case "parameters" -> Values.object(p, at + ".parameters", field);
                case "strict" -> Values.bool(p, at + ".strict", field);
                default -> p.skipChildren();
            }
        }
        if (!named) {
            throw Faults.missing(at + ".name");
        }
    }

    static void toolChoice(JsonParser p, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> {
                if (!CHOICES.contains(p.getText())) {
                    throw Faults.value("tool_choice", "expected 'none', 'auto', 'required' or an object");
                }
            }
            case START_OBJECT -> {
                if (stringField(p, "type", "tool_choice.type") == null) {
                    throw Faults.missing("tool_choice.type");
                }
            }
            default -> throw Faults.type("tool_choice", "'none', 'auto', 'required' or an object", value);
        }
    }

    static void functionCall(JsonParser p, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_NULL, VALUE_STRING -> {}
            case START_OBJECT -> {
                if (stringField(p, "name", "function_call.name") == null) {
                    throw Faults.missing("function_call.name");
                }
            }
            default -> throw Faults.type("function_call", "'none', 'auto' or an object", value);
        }
    }

    /** Whether the answer must follow a JSON schema. */
    static boolean responseFormat(JsonParser p, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return false;
        }
        if (value != JsonToken.START_OBJECT) {
            throw Faults.type("response_format", "an object", value);
        }
        String type = null;
        boolean schema = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken field = p.nextToken();
            switch (name) {
                case "type" -> type = text(p, "response_format.type", field);
                case "json_schema" -> {
                    jsonSchema(p, field);
                    schema |= field == JsonToken.START_OBJECT;
                }
                case "schema" -> {
                    schema |= field == JsonToken.START_OBJECT;
                    p.skipChildren();
                }
                default -> p.skipChildren();
            }
        }
        if (type == null) {
            throw Faults.missing("response_format.type");
        }
        if (type.equals("json_schema") && !schema) {
            throw Faults.missing("response_format.json_schema");
        }
        return type.equals("json_schema");
    }

    private static void jsonSchema(JsonParser p, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw Faults.type("response_format.json_schema", "an object", value);
        }
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken field = p.nextToken();
            switch (name) {
                // Perplexity's clients leave it out
                case "name" -> text(p, "response_format.json_schema.name", field);
                case "schema" -> Values.object(p, "response_format.json_schema.schema", field);
                case "strict" -> Values.bool(p, "response_format.json_schema.strict", field);
                default -> p.skipChildren();
            }
        }
    }

    /** The text of one field of the object that the parser stands on; the rest is passed over. */
    private static @Nullable String stringField(JsonParser p, String wanted, String at) throws IOException {
        String text = null;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = p.currentName().equals(wanted);
            JsonToken field = p.nextToken();
            if (found) {
                text = text(p, at, field);
            } else {
                p.skipChildren();
            }
        }
        return text;
    }

    private static String text(JsonParser p, String at, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw Faults.type(at, "a string", value);
        }
        return p.getText();
    }
}
