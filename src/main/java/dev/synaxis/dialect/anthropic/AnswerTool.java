package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.wire.Json;

/** The tool whose input is the structured answer of a model that has no structured output of its own. */
final class AnswerTool {

    static final String NAME = "synaxis_structured_answer";

    private AnswerTool() {}

    static ObjectNode of(ResponseFormat.JsonSchema format, Warnings warnings) {
        ObjectNode tool = Json.object().put("name", NAME);
        String description = format.description();
        tool.put("description", "Gives the answer to the user, in the form that is asked for."
                + (description == null ? "" : " " + description));
        tool.set("input_schema", InputSchema.of(format.schema(), warnings));
        return tool;
    }

    /** Whether a call of this name is the answer to this request rather than a call for the client. */
    static boolean is(String name, ChatRequest request) {
        return name.equals(NAME) && request.responseFormat() instanceof ResponseFormat.JsonSchema;
    }
}
