package dev.synaxis.dialect.gemini;

import dev.synaxis.dialect.Upstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a method of a model is: {@code <base>/v1beta/models/<model>:<method>}, on Vertex AI
 * {@code <base>/v1/projects/<project>/locations/<location>/publishers/google/models/<model>:<method>}. Source:
 * https://ai.google.dev/api, https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
 * (read 2026-11-22).
 */
final class GeminiUrl {

    private static final Pattern VERSION = Pattern.compile("/v\\d+((alpha|beta)\\d*)?(/|$)");

    private static final Pattern PROJECT = Pattern.compile("(/v\\d+((alpha|beta)\\d*)?)?/projects/");

    /** Prefixes of names that are whole resource names already. */
    private static final List<String> RESOURCES =
            List.of("models/", "tunedModels/", "publishers/", "projects/", "endpoints/");

    private static final String PUBLISHED = "publishers/google/models/";
    private static final Pattern LOCATION =
            Pattern.compile("^https://(aiplatform\\.googleapis\\.com)/.*/locations/([a-z0-9-]+)");

    private GeminiUrl() {}

    /** @param method such as {@code generateContent}, with its query */
    static String of(Upstream upstream, String method) {
        String base = regional(upstream.baseUrl());
        return base + version(base) + "/" + encode(resource(upstream)) + ":" + method;
    }

    /**
     * Where the list of models is; on Vertex AI that of the publisher, of no project:
     * https://github.com/googleapis/python-genai (read 2026-11-29).
     */
    static String models(String baseUrl) {
        if (!isVertex(baseUrl)) {
            return baseUrl + version(baseUrl) + "/models";
        }
        String base = regional(baseUrl);
        Matcher project = PROJECT.matcher(base);
        return (project.find() ? base.substring(0, project.start()) : base) + "/v1beta1/publishers/google/models";
    }

    private static String version(String base) {
        String path = URI.create(base).getRawPath();
        return path != null && VERSION.matcher(path).find() ? "" : "/v1beta";
    }

    private static String resource(Upstream upstream) {
        String model = upstream.model();
        boolean bare = RESOURCES.stream().noneMatch(model::startsWith);
        boolean published = upstream.baseUrl().contains("/publishers/");
        return bare && isVertex(upstream) && !published ? PUBLISHED + model : resource(model);
    }

    /** Vertex AI has a host for each location but {@code global}, whose host is that without a location. */
    private static String regional(String base) {
        Matcher place = LOCATION.matcher(base);
        return place.find() && !place.group(2).equals("global")
                ? "https://" + place.group(2) + "-" + base.substring("https://".length())
                : base;
    }

    /** The model's resource name: {@code models/x} for {@code x}. */
    static String resource(String model) {
        return RESOURCES.stream().anyMatch(model::startsWith) ? model : "models/" + model;
    }

    /** Whether the provider is Vertex AI, which knows some fields that the Gemini API refuses, and the reverse. */
    static boolean isVertex(Upstream upstream) {
        return isVertex(upstream.baseUrl());
    }

    static boolean isVertex(String baseUrl) {
        URI base = URI.create(baseUrl);
        return base.getHost() != null && base.getHost().endsWith("aiplatform.googleapis.com")
                || base.getPath() != null && base.getPath().contains("/projects/");
    }

    /** Whether the provider is Google's Gemini API itself, of which more is known than of what speaks like it. */
    static boolean isGeminiApi(Upstream upstream) {
        return "generativelanguage.googleapis.com".equals(URI.create(upstream.baseUrl()).getHost());
    }

    /** Percent-encodes all but unreserved characters and the slashes of a resource name. */
    private static String encode(String resource) {
        StringBuilder encoded = new StringBuilder(resource.length() + 8);
        int slashes = resource.startsWith("models/") ? 1 : resource.startsWith(PUBLISHED) ? 3 : Integer.MAX_VALUE;
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
