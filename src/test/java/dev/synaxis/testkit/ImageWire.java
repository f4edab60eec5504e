package dev.synaxis.testkit;

/**
 * Pictures in the vendors' wire forms. Forms: platform.openai.com/docs/api-reference/images and images-streaming,
 * ai.google.dev/gemini-api/docs/image-generation and /imagen, read 2026-11-22.
 */
public final class ImageWire {

    /** One dot. */
    public static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    private static final String USAGE = "\"usage\":{\"input_tokens\":50,\"output_tokens\":1056,\"total_tokens\":1106,"
            + "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":40}}";

    private ImageWire() {}

    /** As GPT image models answer. */
    public static String openai() {
        return "{\"created\":1795305600,\"background\":\"opaque\",\"data\":[{\"b64_json\":\"" + PIXEL
                + "\"}],\"output_format\":\"png\",\"quality\":\"medium\",\"size\":\"1024x1024\"," + USAGE + "}";
    }

    /** As dall-e and most compatible vendors answer unless asked for base64. */
    public static String openaiUrl(String url) {
        return "{\"created\":1795305600,\"data\":[{\"url\":\"" + url + "\",\"revised_prompt\":\"A red fox\"}]}";
    }

    /** @param type {@code image_generation} or {@code image_edit} */
    public static String partial(String type, int index) {
        return event(type + ".partial_image", ",\"partial_image_index\":" + index);
    }

    public static String completed(String type) {
        return event(type + ".completed", "," + USAGE);
    }

    private static String event(String type, String more) {
        return "event: " + type + "\n" + Sse.data("{\"type\":\"" + type + "\",\"b64_json\":\"" + PIXEL
                + "\",\"created_at\":1795305600,\"size\":\"1024x1024\",\"quality\":\"medium\",\"background\":\"opaque\","
                + "\"output_format\":\"png\"" + more + "}");
    }

    public static String gemini() {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\","
                + "\"data\":\"" + PIXEL + "\"}}]},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{"
                + "\"promptTokenCount\":50,\"candidatesTokenCount\":1056,\"totalTokenCount\":1106,\"promptTokensDetails\":["
                + "{\"modality\":\"TEXT\",\"tokenCount\":10},{\"modality\":\"IMAGE\",\"tokenCount\":40}]}}";
    }

    public static String imagen() {
        return "{\"predictions\":[{\"mimeType\":\"image/png\",\"bytesBase64Encoded\":\"" + PIXEL + "\"}]}";
    }
}
