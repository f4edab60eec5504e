package dev.synaxis.config;

import dev.synaxis.config.GatewayConfig.ClientTimeouts;
import dev.synaxis.config.GatewayConfig.Redis;
import dev.synaxis.config.GatewayConfig.Server;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code server} and {@code redis}, with what {@code SYNAXIS_*} variables say of them. */
final class ServerReader {

    static final String API_KEY = "SYNAXIS_API_KEY";
    static final String HOST = "SYNAXIS_HOST";
    static final String PORT = "SYNAXIS_PORT";

    private static final int MOST_PORT = 65_535;
    private static final int PORT_DEFAULT = 8080;
    private static final long BODY_DEFAULT = 32L << 20;
    private static final long MOST_BODY = 1L << 30;
    private static final long UPLOAD_DEFAULT = 100L << 20;
    private static final long MOST_UPLOAD = 16L << 30;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+(%\\w+)?]?");

    private final Placeholders environment;
    private final Problems problems;
    private final Set<String> unsetKeys = new LinkedHashSet<>();

    ServerReader(Placeholders environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The variables that {@code api-keys} names and that are not set. */
    Set<String> unsetKeys() {
        return unsetKeys;
    }

    Server server(Section section) {
        String host = host(section);
        int port = port(section);
        List<ClientKey> keys = apiKeys(section);
        Server server = new Server(
                host,
                port,
                keys,
                size(section, "max-body", MOST_BODY, BODY_DEFAULT),
                size(section, "max-upload", MOST_UPLOAD, UPLOAD_DEFAULT),
                section.flag("allow-private-media", false),
                section.duration("heartbeat", Duration.ofSeconds(15)),
                section.pause("shutdown", Duration.ofSeconds(30)),
                timeouts(section.section("timeouts")));
        section.end();
        if (keys.isEmpty() && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            section.problem("api-keys", "must hold at least one key, because the host " + host
                    + " can be reached from other machines; set " + API_KEY + ", or use the host 127.0.0.1"
                    + (unsetKeys.isEmpty() ? "" : " (not set: " + String.join(", ", unsetKeys) + ")"));
        }
        return server;
    }

    private static ClientTimeouts timeouts(Section section) {
        ClientTimeouts usual = ClientTimeouts.DEFAULT;
        ClientTimeouts timeouts = new ClientTimeouts(
                section.duration("request", usual.request()),
                section.duration("keep-alive", usual.keepAlive()),
                section.duration("stalled-reader", usual.stalledReader()));
        section.end();
        return timeouts;
    }

    @Nullable Redis redis(Section root) {
        if (!root.has("redis") || root.section("redis").names().isEmpty()) {
            return null;
        }
        Section section = root.section("redis");
        Value url = section.get("url");
        if (url == null) {
            section.problem("url", "is required");
        }
        URI uri = url == null ? null : Urls.redis(url);
        String prefix = section.text("key-prefix");
        Duration timeout = section.duration("command-timeout", Duration.ofMillis(200));
        section.end();
        return uri == null ? null : new Redis(uri, prefix == null ? "synaxis" : prefix, timeout);
    }

    private String host(Section section) {
        String host = section.text("host");
        String path = section.path("host");
        String override = environment.variable(HOST);
        if (override != null) {
            host = override;
            path = HOST;
        }
        if (host == null) {
            return "127.0.0.1";
        }
        if (!HOST_NAME.matcher(host.strip()).matches()) {
            problems.add(path, "expected the name or the address of an interface, such as 127.0.0.1 or 0.0.0.0");
            return "127.0.0.1";
        }
        return host.strip();
    }

    private int port(Section section) {
        int port = section.whole("port", 0, MOST_PORT, PORT_DEFAULT);
        String override = environment.variable(PORT);
        if (override == null) {
            return port;
        }
        if (!override.matches("\\d{1,5}") || Integer.parseInt(override) > MOST_PORT) {
            problems.add(PORT, "expected a port between 0 and " + MOST_PORT);
            return port;
        }
        return Integer.parseInt(override);
    }

    private List<ClientKey> apiKeys(Section section) {
        List<ClientKey> keys = new ArrayList<>();
        if (!section.has("api-keys")) {
            String key = environment.variable(API_KEY);
            Secret secret = key == null ? null : Secrets.read(key, API_KEY, problems);
            return secret == null ? keys : List.of(ClientKey.of(secret));
        }
        for (Value item : section.items("api-keys")) {
            ClientKey key = item.node().isObject() ? namedKey(item) : unnamed(item);
            if (key != null && keys.stream().anyMatch(earlier -> earlier.key().equals(key.key()))) {
                item.problem("is the same key as an earlier one");
            } else if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private @Nullable ClientKey unnamed(Value item) {
        Secret key = apiKey(item);
        return key == null ? null : ClientKey.of(key);
    }

    private @Nullable ClientKey namedKey(Value item) {
        Section entry = item.section();
        if (entry == null) {
            return null;
        }
        String name = entry.requiredText("name");
        if (name != null && !KEY_NAME.matcher(name).matches()) {
            entry.problem("name", "expected 1 to 64 letters, digits, '.', '_' or '-'");
        }
        Value value = entry.get("key");
        if (value == null) {
            entry.problem("key", "is required");
        }
        Secret key = value == null ? null : apiKey(value);
        entry.end();
        return key == null ? null : new ClientKey(name, key);
    }

    /** Null for an entry that was reported, and for a placeholder without a value: that key is just not there. */
    private @Nullable Secret apiKey(Value item) {
        boolean placeholder = item.node().isTextual() && Placeholders.in(item.node().textValue());
        if (placeholder) {
            List<String> unset = environment.fill(item.node().textValue()).unset();
            if (!unset.isEmpty()) {
                unsetKeys.addAll(unset);
                return null;
            }
        }
        Secret key = item.secret();
        if (key != null && key.value().isEmpty()) {
            if (!placeholder) {
                item.problem("is empty");
            }
            return null;
        }
        return key;
    }

    /** A size of at least one byte; the fallback where the field is absent, or was reported. */
    static long size(Section section, String field, long most, long fallback) {
        Value value = section.get(field);
        String text = value == null ? null : value.node().isNumber() ? "" : value.text();
        if (text == null) {
            return fallback;
        }
        Long size = Quantities.size(text);
        if (size == null) {
            value.problem("expected a size with a unit, such as 512KiB or 32MiB");
        } else if (size < 1 || size > most) {
            value.problem("must be between 1B and " + (most >> 20 >= 1024 ? (most >> 30) + "GiB" : (most >> 20) + "MiB"));
        } else {
            return size;
        }
        return fallback;
    }
}
