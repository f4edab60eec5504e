package dev.synaxis.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads URLs; no report quotes one, since it may hold a password. */
final class Urls {

    private static final int REDIS_PORT = 6379;

    private Urls() {}

    /** An http(s) URL without trailing or double slashes; null where it was reported. */
    static @Nullable URI base(Value value) {
        URI uri = uri(value, Set.of("http", "https"), "https://api.example.com/v1");
        if (uri == null) {
            return null;
        }
        if (uri.getRawUserInfo() != null) {
            value.problem("must not hold a user or password; use api-key or headers");
            return null;
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            value.problem("must not have a query or a fragment");
            return null;
        }
        String text = uri.toString().replaceAll("(?<!:)/{2,}", "/");
        return URI.create(text.replaceAll("/+$", ""));
    }

    /** A redis(s) URL with its port; null where it was reported. */
    static @Nullable URI redis(Value value) {
        URI uri = uri(value, Set.of("redis", "rediss"), "redis://127.0.0.1:6379");
        if (uri == null || uri.getPort() != -1) {
            return uri;
        }
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + user + uri.getHost() + ":" + REDIS_PORT + path);
    }

    private static @Nullable URI uri(Value value, Set<String> schemes, String example) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text.strip());
            boolean port = uri.getPort() == -1 || uri.getPort() >= 1 && uri.getPort() <= 65535;
            if (uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null && port) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, without the text that the exception quotes
        }
        value.problem("expected a URL such as " + example);
        return null;
    }
}
