package dev.synaxis.testkit;

import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers in OpenAI's wire form: Chat Completions, embeddings, errors. Every answer counts 9 tokens in and 12 out where it
 * carries usage. Forms: platform.openai.com/docs/api-reference/chat and /docs/guides/error-codes, read 2026-11-22.
 */
public final class OpenAiWire {

    public static final String CHAT = "/v1/chat/completions";
    public static final String EMBEDDINGS = "/v1/embeddings";

    private static final String USAGE = "{\"prompt_tokens\":9,\"completion_tokens\":12,\"total_tokens\":21,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
            + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";

    public static final String SPEECH = "/v1/audio/speech";

    private OpenAiWire() {}

    /** Audio in events; it counts 9 tokens in and 12 out. */
    public static List<String> speech(byte[]... pieces) {
        List<String> events = new ArrayList<>();
        for (byte[] piece : pieces) {
            events.add(Sse.data("{\"type\":\"speech.audio.delta\",\"audio\":\""
                    + Base64.getEncoder().encodeToString(piece) + "\"}"));
        }
        events.add(Sse.data("{\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":9,\"output_tokens\":12,"
                + "\"total_tokens\":21}}"));
        return List.copyOf(events);
    }

    public static String text(String model, String text) {
        return completion(model, "{\"role\":\"assistant\",\"content\":" + Json.string(text)
                + ",\"refusal\":null,\"annotations\":[]}", "stop");
    }

    public static String toolCall(String model, String id, String name, String arguments) {
        return completion(model, "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":" + Json.string(id)
                + ",\"type\":\"function\",\"function\":{\"name\":" + Json.string(name) + ",\"arguments\":"
                + Json.string(arguments) + "}}],\"refusal\":null,\"annotations\":[]}", "tool_calls");
    }

    /** A streamed text as events, without usage: what comes unless {@code stream_options} asks for more. */
    public static List<String> stream(String model, String... pieces) {
        List<String> events = new ArrayList<>();
        events.add(chunk(model, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", null));
        for (String piece : pieces) {
            events.add(chunk(model, "{\"content\":" + Json.string(piece) + "}", null));
        }
        events.add(chunk(model, "{}", "stop"));
        events.add(done());
        return List.copyOf(events);
    }

    /** As {@link #stream}, with the usage chunk that {@code include_usage} brings before {@code [DONE]}. */
    public static List<String> streamWithUsage(String model, String... pieces) {
        List<String> events = new ArrayList<>(stream(model, pieces));
        events.add(events.size() - 1, usageChunk(model));
        return List.copyOf(events);
    }

    public static List<String> toolStream(String model, String id, String name, String... argumentPieces) {
        List<String> events = new ArrayList<>();
        events.add(chunk(model, "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":"
                + Json.string(id) + ",\"type\":\"function\",\"function\":{\"name\":" + Json.string(name)
                + ",\"arguments\":\"\"}}],\"refusal\":null}", null));
        for (String piece : argumentPieces) {
            events.add(chunk(model, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                    + Json.string(piece) + "}}]}", null));
        }
        events.add(chunk(model, "{}", "tool_calls"));
        events.add(done());
        return List.copyOf(events);
    }

    /** One chunk with this delta; the finish reason is null in all but the last. */
    public static String chunk(String model, String delta, @Nullable String finishReason) {
        return Sse.data("{\"id\":\"chatcmpl-T1\",\"object\":\"chat.completion.chunk\",\"created\":1795305600,\"model\":"
                + Json.string(model) + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_t1\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + (finishReason == null ? "null" : Json.string(finishReason)) + "}]}");
    }

    public static String usageChunk(String model) {
        return Sse.data("{\"id\":\"chatcmpl-T1\",\"object\":\"chat.completion.chunk\",\"created\":1795305600,\"model\":"
                + Json.string(model) + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_t1\",\"choices\":[],"
                + "\"usage\":" + USAGE + "}");
    }

    public static String done() {
        return Sse.data("[DONE]");
    }

    /** An error in the middle of a stream. */
    public static String errorEvent(VendorError error) {
        return Sse.data(error.body());
    }

    public static String embedding(String model, double... values) {
        return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + Arrays.toString(values)
                + "}],\"model\":" + Json.string(model) + ",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}";
    }

    public static VendorError rateLimited() {
        return error(429, "requests", "rate_limit_exceeded", null, "Rate limit reached for requests");
    }

    public static VendorError insufficientQuota() {
        return error(429, "insufficient_quota", "insufficient_quota", null,
                "You exceeded your current quota, please check your plan and billing details.");
    }

    public static VendorError invalidKey() {
        return error(401, "invalid_request_error", "invalid_api_key", null,
                "Incorrect API key provided: sk-wrong********key.");
    }

    public static VendorError modelNotFound(String model) {
        return error(404, "invalid_request_error", "model_not_found", null,
                "The model `" + model + "` does not exist or you do not have access to it.");
    }

    public static VendorError contextLength() {
        return error(400, "invalid_request_error", "context_length_exceeded", "messages",
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.");
    }

    public static VendorError invalidRequest(String param) {
        return error(400, "invalid_request_error", "invalid_value", param, "Invalid value for '" + param + "'.");
    }

    public static VendorError serverError(int status) {
        return error(status, "server_error", null, null, "The server had an error while processing your request.");
    }

    private static VendorError error(int status, String type, @Nullable String code,
            @Nullable String param, String message) {
        return new VendorError(status, "{\"error\":{\"message\":" + Json.string(message) + ",\"type\":" + Json.string(type)
                + ",\"param\":" + (param == null ? "null" : Json.string(param))
                + ",\"code\":" + (code == null ? "null" : Json.string(code)) + "}}");
    }

    private static String completion(String model, String message, String finishReason) {
        return "{\"id\":\"chatcmpl-T1\",\"object\":\"chat.completion\",\"created\":1795305600,\"model\":"
                + Json.string(model) + ",\"choices\":[{\"index\":0,\"message\":" + message
                + ",\"logprobs\":null,\"finish_reason\":" + Json.string(finishReason) + "}],\"usage\":" + USAGE
                + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_t1\"}";
    }
}
