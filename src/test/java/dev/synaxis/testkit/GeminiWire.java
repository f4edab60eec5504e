package dev.synaxis.testkit;

import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the wire form of Gemini's generateContent and streamGenerateContent?alt=sse. Every answer counts 9 tokens in
 * and 12 out. Forms: ai.google.dev/api/generate-content and ai.google.dev/gemini-api/docs/troubleshooting, read 2026-11-22.
 */
public final class GeminiWire {

    private GeminiWire() {}

    /** The path of a whole answer below a base URL that ends in {@code /v1beta}. */
    public static String generate(String model) {
        return "/v1beta/models/" + model + ":generateContent";
    }

    /** The path of a stream; the query is {@code alt=sse}. */
    public static String streamGenerate(String model) {
        return "/v1beta/models/" + model + ":streamGenerateContent";
    }

    public static String text(String model, String text) {
        return answer(model, textPart(text), "STOP", 12);
    }

    /** @param args the arguments as a JSON object */
    public static String toolCall(String model, String name, String args) {
        return answer(model, callPart(name, args), "STOP", 12);
    }

    /** Gemini has no terminal event: the last piece carries the finish reason and the connection's body ends. */
    public static List<String> stream(String model, String... pieces) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1;
            events.add(Sse.data(answer(model, textPart(pieces[i]), last ? "STOP" : null, last ? 12 : i + 1)));
        }
        return List.copyOf(events);
    }

    /** A function call arrives whole. */
    public static List<String> toolStream(String model, String name, String args) {
        return List.of(Sse.data(toolCall(model, name, args)));
    }

    /** Audio in events, of this MIME type. */
    public static List<String> speech(String type, byte[]... pieces) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1;
            String part = "{\"inlineData\":{\"mimeType\":" + Json.string(type) + ",\"data\":\""
                    + Base64.getEncoder().encodeToString(pieces[i]) + "\"}}";
            events.add(Sse.data(answer("gemini-tts", part, last ? "STOP" : null, last ? 12 : i + 1)));
        }
        return List.copyOf(events);
    }

    /** An error in the middle of a stream. */
    public static String errorEvent(VendorError error) {
        return Sse.data(error.body());
    }

    /** @param retryDelaySeconds in a RetryInfo detail; null leaves it out */
    public static VendorError rateLimited(@Nullable Integer retryDelaySeconds) {
        String details = retryDelaySeconds == null ? "" : ",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + retryDelaySeconds + "s\"}]";
        return error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", details);
    }

    public static VendorError invalidKey() {
        return error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\","
                        + "\"domain\":\"googleapis.com\",\"metadata\":{\"service\":\"generativelanguage.googleapis.com\"}}]");
    }

    public static VendorError modelNotFound(String model) {
        return error(404, "NOT_FOUND", "models/" + model + " is not found for API version v1beta, or is not supported "
                + "for generateContent.", "");
    }

    public static VendorError contextLength() {
        return error(400, "INVALID_ARGUMENT", "The input token count (1100000) exceeds the maximum number of tokens "
                + "allowed (1048576).", "");
    }

    public static VendorError overloaded() {
        return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", "");
    }

    private static VendorError error(int code, String status, String message, String details) {
        return new VendorError(code, "{\"error\":{\"code\":" + code + ",\"message\":" + Json.string(message)
                + ",\"status\":" + Json.string(status) + details + "}}");
    }

    private static String textPart(String text) {
        return "{\"text\":" + Json.string(text) + "}";
    }

    private static String callPart(String name, String args) {
        return "{\"functionCall\":{\"name\":" + Json.string(name) + ",\"args\":" + args + "}}";
    }

    private static String answer(String model, String part, @Nullable String finishReason, int output) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + part + "],\"role\":\"model\"},"
                + (finishReason == null ? "" : "\"finishReason\":\"" + finishReason + "\",") + "\"index\":0}],"
                + "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":" + output + ",\"totalTokenCount\":"
                + (9 + output) + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":9}]},\"modelVersion\":"
                + Json.string(model) + ",\"responseId\":\"T1\"}";
    }
}
