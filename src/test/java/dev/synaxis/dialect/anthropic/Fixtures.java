package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fixtures of this package and short ways to a translation. */
final class Fixtures {

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/anthropic/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WireReply reply(int status, String body) {
        return new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static WireRequest translate(ChatRequestBuilder request, String model) {
        return translate(request, model, null);
    }

    static WireRequest translate(ChatRequestBuilder request, String model, @Nullable ModelTraits traits) {
        Upstream upstream = new Upstream("anthropic", "https://api.anthropic.com/v1", model, traits, Compat.NONE);
        return new AnthropicChat().request(request.build(), upstream);
    }

    static ObjectNode body(WireRequest wire) {
        return Json.parseObject(wire.body()).orElseThrow();
    }

    static ObjectNode body(ChatRequestBuilder request, String model) {
        return body(translate(request, model));
    }

    static List<String> warned(ChatRequestBuilder request, String model) {
        return translate(request, model).warnings().stream().map(Warning::field).toList();
    }}
