package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.SseWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small replies and streams for these tests; JSON may be written with apostrophes for quotes. */
final class Fixtures {

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/openai/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode tree(String text) {
        return Json.parseObject(json(text)).orElseThrow();
    }

    static SseEvent event(String data) {
        return new SseEvent(null, json(data));
    }

    /** The data of everything that was written. */
    static List<String> written(SseWriter writer) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader();
        reader.feed(writer.take(), event -> events.add(event.text()));
        reader.end(event -> events.add(event.text()));
        return events;
    }
}
