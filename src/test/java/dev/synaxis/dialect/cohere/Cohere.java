package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Upstreams and fixtures for the tests of this package. */
final class Cohere {

    static final Upstream COMMAND_A = upstream("command-a-03-2025");
    static final Upstream REASONING = upstream("command-a-reasoning-08-2025");

    private Cohere() {}

    static Upstream upstream(String model) {
        return new Upstream("cohere", "https://api.cohere.com/v2", model, null, Compat.NONE);
    }

    static byte[] fixture(String name) {
        try (InputStream in = Cohere.class.getResourceAsStream("/fixtures/cohere/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String name) {
        return Json.parseObject(fixture(name)).orElseThrow();
    }

    static JsonNode tree(WireRequest request) {
        return Json.parseObject(request.body()).orElseThrow();
    }

    static WireReply reply(int status, String body) {
        return new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
