package dev.synaxis.dialect.cloudflare;

import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.InvalidRequestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where a model runs: {@code <base URL>/run/<model>}, the model with its slashes, such as {@code @cf/openai/whisper}. Source:
 * https://developers.cloudflare.com/workers-ai/get-started/rest-api/ (read 2026-11-23).
 */
final class CloudflareUrl {

    private CloudflareUrl() {}

    /** @throws InvalidRequestException naming {@code model}, where its name would lead to another path */
    static String of(Upstream upstream) {
        return upstream.baseUrl() + "/run/"
                + Arrays.stream(upstream.model().split("/", -1)).map(CloudflareUrl::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new InvalidRequestException("model", "no model of Workers AI has such a name");
        }
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
    }
}
