package dev.synaxis.inbound;

import dev.synaxis.config.ClientKeys;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Who asks over HTTP, by the key in {@code authorization} or {@code x-api-key}. */
public final class Callers {

    /** The label of callers where no key is asked for. */
    static final String ANONYMOUS = "anonymous";

    private static final String BEARER = "Bearer ";

    private final ClientKeys keys;

    public Callers(ClientKeys keys) {
        this.keys = keys;
    }

    /** Whether the request may come in: it shows one of the keys, or there are none. */
    boolean known(MultiMap headers) {
        return !keys.required() || keys.matches(shown(headers));
    }

    /** What stands for the caller in reports, never the key itself. */
    public String label(MultiMap headers) {
        String label = keys.required() ? keys.label(shown(headers)) : null;
        return label == null ? ANONYMOUS : label;
    }

    private static @Nullable String shown(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : headers.get("x-api-key");
    }
}
