package dev.synaxis.dialect.mock;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.model.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A mock dialect with one provider, {@code mock}, that notes its delays instead of keeping them. */
final class Mock {

    static final Upstream UPSTREAM = new Upstream("mock", "", "mock-1", null, Compat.NONE);

    final List<Duration> slept = new ArrayList<>();
    final MockDialect dialect;

    Mock(Map<String, Object> script) {
        dialect = new MockDialect(Map.of("mock", script), slept::add);
    }

    ChatResponse chat(ChatRequestBuilder request) {
        return dialect.inProcessChat().answer(request.build(), UPSTREAM);
    }

    String text(ChatRequestBuilder request) {
        return chat(request).choices().get(0).message().text();
    }
}
