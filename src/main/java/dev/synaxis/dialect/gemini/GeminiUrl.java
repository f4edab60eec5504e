package dev.synaxis.dialect.gemini;

import dev.synaxis.dialect.Upstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a method of a model is: {@code <base>/v1beta/models/<model>:<method>}. Source: https://ai.google.dev/api
 * (read 2026-11-22).
 */
final class GeminiUrl {

    private static final Pattern VERSION = Pattern.compile("/v\\d+((alpha|beta)\\d*)?(/|$)");

    /** Prefixes of names that are whole resource names already. */
    private static final List<String> RESOURCES =
            List.of("models/", "tunedModels/", "publishers/", "projects/", "endpoints/");

    private GeminiUrl() {}

    /** @param method such as {@code generateContent}, with its query */
    static String of(Upstream upstream, String method) {
        String base = upstream.baseUrl();
        String path = URI.create(base).getRawPath();
        String version = path != null && VERSION.matcher(path).find() ? "" : "/v1beta";
        return base + version + "/" + encode(resource(upstream.model())) + ":" + method;
    }

    /** The model's resource name: {@code models/x} for {@code x}. */
    static String resource(String model) {
        return RESOURCES.stream().anyMatch(model::startsWith) ? model : "models/" + model;
    }

    /** Whether the provider is Vertex AI, which knows some fields that the Gemini API refuses, and the reverse. */
    static boolean isVertex(Upstream upstream) {
        String host = URI.create(upstream.baseUrl()).getHost();
        return host != null && host.endsWith("aiplatform.googleapis.com");
    }

    /** Percent-encodes all but unreserved characters and the slashes of a resource name. */
    private static String encode(String resource) {
        StringBuilder encoded = new StringBuilder(resource.length() + 8);
        int slashes = resource.startsWith("models/") ? 1 : Integer.MAX_VALUE;
        for (byte b : resource.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || b == '-' || b == '.' || b == '_' || b == '~';
            if (plain || b == '/' && slashes-- > 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }
}
