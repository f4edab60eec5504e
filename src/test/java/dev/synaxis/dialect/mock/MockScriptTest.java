package dev.synaxis.dialect.mock;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.InProcessChat.Timed;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MockScriptTest {

    @Test
    void shouldGiveTheScriptedReplyToEveryQuestion() {
        Mock mock = new Mock(Map.of("reply", "Forty-two. "));

        assertThat(mock.text(chat("Hi"))).isEqualTo("Forty-two. ");
        assertThat(mock.text(chat("Hi").toolResult("a", "w", "4 degrees"))).isEqualTo("Forty-two. ");
    }

    @Test
    void shouldCallTheScriptedToolUntilItHasAnswered() {
        Mock mock = new Mock(Map.of("tool-call", Map.of("name", "w", "arguments", Map.of("city", "Oslo"))));
        ChatRequestBuilder request = chat("Weather?").tool("other", null, null).tool("w", null, null);

        assertThat(calls(mock, request)).containsExactly(new ToolCall("call_mock_1", "w", "{\"city\":\"Oslo\"}"));
        assertThat(calls(mock, request.toolChoice(new ToolChoice.Required()))).extracting(ToolCall::name)
                .containsExactly("w");
        assertThat(calls(mock, request.toolChoice(new ToolChoice.None()))).isEmpty();
        assertThat(calls(mock, chat("Weather?").tool("w", null, null).toolResult("call_mock_1", "w", "4"))).isEmpty();
        assertThat(calls(mock, chat("Weather?"))).isEmpty();
    }

    @Test
    void shouldWaitBeforeTheAnswerWhenADelayIsScripted() {
        Mock mock = new Mock(Map.of("delay", "20ms"));

        mock.chat(chat("Hi"));
        mock.dialect.inProcessEmbedding().answer(embedding(), Mock.UPSTREAM);

        assertThat(mock.slept).containsExactly(Duration.ofMillis(20), Duration.ofMillis(20));
    }

    @Test
    void shouldSayThePausesOfAStreamInsteadOfKeepingThem() {
        Mock mock = new Mock(Map.of("reply", "a b c", "delay", "2s", "pause", "5ms"));

        List<Timed> stream = mock.dialect.inProcessChat().stream(chat("Hi").build(), Mock.UPSTREAM);

        assertThat(stream).extracting(Timed::pause).containsExactly(Duration.ofSeconds(2), Duration.ZERO,
                Duration.ofMillis(5), Duration.ofMillis(5), Duration.ZERO, Duration.ZERO);
        assertThat(mock.slept).isEmpty();
    }

    @Test
    void shouldBreakTheStreamAfterSoManyPieces() {
        Mock mock = new Mock(Map.of("reply", "a b c", "break-after", 2));

        List<Timed> stream = mock.dialect.inProcessChat().stream(chat("Hi").build(), Mock.UPSTREAM);

        assertThat(stream).extracting(Timed::chunk).startsWith(new ChatChunk.Start("", "mock-1", 0),
                new ChatChunk.TextDelta(0, "a"), new ChatChunk.TextDelta(0, " b")).hasSize(4);
        assertThat(Objects.requireNonNull(stream.getLast().failure()).failure().kind()).isEqualTo(FailureKind.NETWORK);
    }

    @Test
    void shouldBreakTheStreamBeforeItsEndWhenItHasFewerPieces() {
        Mock mock = new Mock(Map.of("reply", "a", "break-after", 50));

        List<Timed> stream = mock.dialect.inProcessChat().stream(chat("Hi").build(), Mock.UPSTREAM);

        assertThat(stream).hasSize(3);
        assertThat(stream.getLast().failure()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void shouldFailEveryCallWhenAKindIsScripted(FailureKind kind) {
        Mock mock = new Mock(Map.of("fail", kind.name()));

        assertThat(failure(() -> mock.chat(chat("Hi"))).kind()).isEqualTo(kind);
        assertThat(failure(() -> mock.dialect.inProcessChat().stream(chat("Hi").build(), Mock.UPSTREAM)).kind())
                .isEqualTo(kind);
        assertThat(failure(() -> mock.dialect.inProcessEmbedding().answer(embedding(), Mock.UPSTREAM)).kind())
                .isEqualTo(kind);
    }

    @Test
    void shouldFailTheFirstCallsWhenTimesAreScripted() {
        Mock mock = new Mock(Map.of("fail", Map.of(
                "kind", "rate-limited", "times", 2, "retry-after", "5s", "message", "Slow down.")));

        ProviderFailure first = failure(() -> mock.chat(chat("Hi")));
        assertThat(first).isEqualTo(new ProviderFailure(
                FailureKind.RATE_LIMITED, 429, "Slow down.", null, null, null, Duration.ofSeconds(5)));
        assertThat(failure(() -> mock.dialect.inProcessEmbedding().answer(embedding(), Mock.UPSTREAM))).isEqualTo(first);
        assertThat(mock.text(chat("Hi"))).isNotEmpty();
    }

    @Test
    void shouldFailEachThirdCallWhenEveryIsScripted() {
        Mock mock = new Mock(Map.of("fail", Map.of("kind", "OVERLOADED", "every", 3)));

        List<Boolean> failed = new ArrayList<>();
        for (int call = 0; call < 7; call++) {
            failed.add(fails(mock));
        }

        assertThat(failed).containsExactly(false, false, true, false, false, true, false);
    }

    @Test
    void shouldFailExactlySoManyTimesWhenManyThreadsCall() throws Exception {
        Mock mock = new Mock(Map.of("fail", Map.of("kind", "OVERLOADED", "times", 100)));

        long failures = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> calls = java.util.Collections.nCopies(1000, () -> fails(mock));
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                failures += call.get() ? 1 : 0;
            }
        }

        assertThat(failures).isEqualTo(100);
    }

    @Test
    void shouldKeepTheScriptsOfProvidersApart() {
        MockDialect dialect = new MockDialect(Map.of("broken", Map.of("fail", "OVERLOADED")));

        assertThat(dialect.inProcessChat().answer(chat("Hi").build(), Mock.UPSTREAM).choices()).hasSize(1);
    }

    @Test
    void shouldNameEveryProblemWhenAScriptIsWrong() {
        Map<String, Object> script = Map.of("reply", 7, "delay", "soon", "break-after", -1, "colour", "red",
                "fail", Map.of("kind", "TIRED", "times", 1, "every", 2, "mood", "bad"),
                "tool-call", Map.of("arguments", "none"));

        assertThatThrownBy(() -> new MockDialect(Map.of("m", script)))
                .isInstanceOfSatisfying(IllegalConfigException.class, e -> assertThat(e.problems())
                        .allMatch(problem -> problem.startsWith("provider m: mock."))
                        .extracting(problem -> problem.substring("provider m: ".length()).split(" ")[0])
                        .containsExactlyInAnyOrder("mock.reply", "mock.delay", "mock.break-after", "mock.colour",
                                "mock.fail.kind", "mock.fail.times", "mock.fail.mood", "mock.tool-call.name",
                                "mock.tool-call.arguments"));
    }

    private static List<ToolCall> calls(Mock mock, ChatRequestBuilder request) {
        return mock.chat(request).choices().get(0).message().toolCalls();
    }

    private static boolean fails(Mock mock) {
        try {
            mock.text(chat("Hi"));
            return false;
        } catch (ProviderException e) {
            return true;
        }
    }

    private static ProviderFailure failure(Runnable call) {
        try {
            call.run();
        } catch (ProviderException e) {
            return e.failure();
        }
        throw new AssertionError("did not fail");
    }

    private static EmbeddingRequest embedding() {
        return new EmbeddingRequest("m", List.of("a"), List.of(), null, null, Map.of());
    }
}
