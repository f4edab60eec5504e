package dev.synaxis.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.CohereWire;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.Sse;
import dev.synaxis.testkit.VendorError;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** The dialects that have a wire: where a vendor of each listens, what it answers, and where its requests hold things. */
enum Wire {
    OPENAI("openai", "/v1", "gpt-t", "authorization", "Bearer key-openai") {
        @Override
        String path(boolean stream) {
            return OpenAiWire.CHAT;
        }

        @Override
        String text(String text) {
            return OpenAiWire.text(model, text);
        }

        @Override
        List<String> stream(String... pieces) {
            return OpenAiWire.streamWithUsage(model, pieces);
        }

        @Override
        String twoCalls() {
            return OpenAiWire.toolCall(model, "c1", "weather", OSLO)
                    .replace("}],\"refusal\"", "},{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                            + "\"arguments\":" + Json.string(ROME) + "}}],\"refusal\"");
        }

        @Override
        List<String> twoCallsStream() {
            List<String> events = new ArrayList<>(OpenAiWire.toolStream(model, "c1", "weather", "{\"city\":", "\"Oslo\"}"));
            events.addAll(events.size() - 2, List.of(
                    OpenAiWire.chunk(model, "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"type\":\"function\",\"function\":"
                            + "{\"name\":\"weather\",\"arguments\":\"\"}}]}", null),
                    OpenAiWire.chunk(model, "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":"
                            + Json.string(ROME) + "}}]}", null)));
            return events;
        }

        @Override
        VendorError refusal() {
            return OpenAiWire.invalidRequest("temperature");
        }

        @Override
        String prompt(JsonNode request) {
            return request.at("/messages/0/content").asText();
        }

        @Override
        List<String> toolResults(JsonNode request) {
            return request.get("messages").findValuesAsText("content").stream().filter(c -> c.contains("degrees")).toList();
        }

        @Override
        JsonNode schema(JsonNode request) {
            return request.at("/response_format/json_schema/schema");
        }

        @Override
        JsonNode image(JsonNode request) {
            return request.at("/messages/0/content/1/image_url/url");
        }
    },
    ANTHROPIC("anthropic", "/v1", "claude-haiku-4-5", "x-api-key", "key-anthropic") {
        @Override
        String path(boolean stream) {
            return AnthropicWire.MESSAGES;
        }

        @Override
        String text(String text) {
            return AnthropicWire.text(model, text);
        }

        @Override
        List<String> stream(String... pieces) {
            return AnthropicWire.stream(model, pieces);
        }

        @Override
        String twoCalls() {
            return AnthropicWire.toolCall(model, "c1", "weather", OSLO)
                    .replace("}}],\"stop_reason\"", "}},{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"weather\",\"input\":"
                            + ROME + "}],\"stop_reason\"")
                    .replace(OSLO + "}},", OSLO + "},");
        }

        @Override
        List<String> twoCallsStream() {
            List<String> events = new ArrayList<>(AnthropicWire.toolStream(model, "c1", "weather", "{\"city\":", "\"Oslo\"}"));
            List<String> second = AnthropicWire.toolStream(model, "c2", "weather", ROME);
            events.addAll(events.size() - 2, second.subList(1, second.size() - 2).stream()
                    .map(e -> e.replace("\"index\":0", "\"index\":1"))
                    .toList());
            return events;
        }

        @Override
        VendorError refusal() {
            return AnthropicWire.invalidRequest("temperature: must be at most 1");
        }

        @Override
        String prompt(JsonNode request) {
            JsonNode content = request.at("/messages/0/content");
            return content.isTextual() ? content.asText() : content.at("/0/text").asText();
        }

        @Override
        List<String> toolResults(JsonNode request) {
            List<String> results = new ArrayList<>();
            for (JsonNode block : request.at("/messages/2/content")) {
                JsonNode content = block.get("content");
                results.add(content.isTextual() ? content.asText() : content.at("/0/text").asText());
            }
            return results;
        }

        @Override
        JsonNode schema(JsonNode request) {
            JsonNode format = request.at("/output_config/format/schema");
            return format.isMissingNode() ? request.at("/tools/0/input_schema") : format;
        }

        @Override
        JsonNode image(JsonNode request) {
            return request.at("/messages/0/content/1/source/data");
        }
    },
    GEMINI("gemini", "/v1beta", "gemini-2.5-flash", "x-goog-api-key", "key-gemini") {
        @Override
        String path(boolean stream) {
            return stream ? GeminiWire.streamGenerate(model) : GeminiWire.generate(model);
        }

        @Override
        String text(String text) {
            return GeminiWire.text(model, text);
        }

        @Override
        List<String> stream(String... pieces) {
            return GeminiWire.stream(model, pieces);
        }

        @Override
        String twoCalls() {
            return GeminiWire.toolCall(model, "weather", OSLO)
                    .replace("\"args\":" + OSLO + "}}", "\"args\":" + OSLO
                            + "}},{\"functionCall\":{\"name\":\"weather\",\"args\":" + ROME + "}}");
        }

        @Override
        List<String> twoCallsStream() {
            return List.of(Sse.data(twoCalls()));
        }

        @Override
        VendorError refusal() {
            return GeminiWire.contextLength();
        }

        @Override
        String prompt(JsonNode request) {
            return request.at("/contents/0/parts/0/text").asText();
        }

        @Override
        List<String> toolResults(JsonNode request) {
            List<String> results = new ArrayList<>();
            for (JsonNode part : request.at("/contents/2/parts")) {
                results.add(part.at("/functionResponse/response").elements().next().asText());
            }
            return results;
        }

        @Override
        JsonNode schema(JsonNode request) {
            JsonNode config = request.get("generationConfig");
            return config.has("responseJsonSchema") ? config.get("responseJsonSchema") : config.path("responseSchema");
        }

        @Override
        JsonNode image(JsonNode request) {
            return request.at("/contents/0/parts/1/inlineData/data");
        }
    },
    COHERE("cohere", "", "command-a-03-2025", "authorization", "Bearer key-cohere") {
        @Override
        String path(boolean stream) {
            return CohereWire.CHAT;
        }

        @Override
        String text(String text) {
            return CohereWire.text(text);
        }

        @Override
        List<String> stream(String... pieces) {
            return CohereWire.stream(pieces);
        }

        @Override
        String twoCalls() {
            return CohereWire.toolCall("c1", "weather", OSLO)
                    .replace("}}]", "}},{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":"
                            + Json.string(ROME) + "}}]");
        }

        @Override
        List<String> twoCallsStream() {
            List<String> events = new ArrayList<>(CohereWire.toolStream("c1", "weather", "{\"city\":", "\"Oslo\"}"));
            List<String> second = CohereWire.toolStream("c2", "weather", ROME);
            events.addAll(events.size() - 2, second.subList(2, second.size() - 2).stream()
                    .map(e -> e.replace("\"index\":0", "\"index\":1"))
                    .toList());
            return events;
        }

        @Override
        VendorError refusal() {
            return CohereWire.invalidRequest("invalid request: temperature must be at most 1");
        }

        @Override
        String prompt(JsonNode request) {
            JsonNode content = request.at("/messages/0/content");
            return content.isTextual() ? content.asText() : content.at("/0/text").asText();
        }

        @Override
        List<String> toolResults(JsonNode request) {
            List<String> results = new ArrayList<>();
            for (JsonNode message : request.get("messages")) {
                if (message.path("role").asText().equals("tool")) {
                    String text = message.get("content").toString();
                    results.add(text.contains("Rome") ? "Rome: 21 degrees" : "Oslo: 7 degrees");
                }
            }
            return results;
        }

        @Override
        JsonNode schema(JsonNode request) {
            JsonNode format = request.path("response_format");
            return format.has("json_schema") ? format.get("json_schema") : format.path("schema");
        }

        @Override
        JsonNode image(JsonNode request) {
            return request.at("/messages/0/content/1/image_url/url");
        }
    };

    static final String OSLO = "{\"city\":\"Oslo\"}";
    static final String ROME = "{\"city\":\"Rome\"}";

    final String dialect;
    final String model;
    final String keyHeader;
    final String keyValue;
    private final String base;

    Wire(String dialect, String base, String model, String keyHeader, String keyValue) {
        this.dialect = dialect;
        this.base = base;
        this.model = model;
        this.keyHeader = keyHeader;
        this.keyValue = keyValue;
    }

    /** The entry of {@code providers} for a vendor of this dialect, called {@code house}. */
    String provider(ScriptedVendor vendor) {
        return "  - { id: house, dialect: " + dialect + ", base-url: \"" + vendor.url(base) + "\", api-key: key-" + dialect
                + ", models: [{ name: " + model + ", abilities: [tools, vision, json-schema, reasoning] }] }\n";
    }

    abstract String path(boolean stream);

    /** A whole answer: this text, 9 tokens in, 12 out. */
    abstract String text(String text);

    abstract List<String> stream(String... pieces);

    /** A whole answer with two parallel calls of {@code weather}. */
    abstract String twoCalls();

    abstract List<String> twoCallsStream();

    /** A 400. */
    abstract VendorError refusal();

    /** The text of the first message. */
    abstract String prompt(JsonNode request);

    /** The results of the two calls, in their order, as they stand in the third message and after. */
    abstract List<String> toolResults(JsonNode request);

    abstract JsonNode schema(JsonNode request);

    /** The bytes, or the URL with them, of the image in the first message. */
    abstract JsonNode image(JsonNode request);
}
