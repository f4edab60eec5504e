package dev.synaxis.dialect.fireworks;

import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.InvalidRequestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a model draws: {@code <base URL>/workflows/<model>}, such as {@code accounts/fireworks/models/flux-kontext-pro}. */
final class FireworksUrl {

    private FireworksUrl() {}

    /** @throws InvalidRequestException naming {@code model}, where its name would lead to another path */
    static String of(Upstream upstream) {
        return upstream.baseUrl() + "/workflows/"
                + Arrays.stream(upstream.model().split("/", -1)).map(FireworksUrl::encoded).collect(Collectors.joining("/"));
    }

    /** Whether it is one of those that draw in the background, and from a picture, too. */
    static boolean isKontext(Upstream upstream) {
        return upstream.model().contains("flux-kontext-");
    }

    private static String encoded(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new InvalidRequestException("model", "no model of Fireworks has such a name");
        }
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
