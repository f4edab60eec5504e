package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Sse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams once their first token is there: written as they come, told the truth about, paid for as delivered. */
class StreamingTest {

    /** A second is what is promised; a busy machine takes longer, and who is not told to stop never does. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                server: { heartbeat: 150ms, shutdown: 1s }
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: k1
                    models: [m]
                    limits: { requests-per-day: 100000, tokens-per-day: 100000000 }
                    timeouts: { idle: 700ms, first-token: 30s }
                  - id: claude
                    dialect: anthropic
                    base-url: "VENDOR"
                    api-key: k2
                    models: [c]
                    limits: { tokens-per-day: 100000000 }
                  - { id: patient, dialect: openai, base-url: "VENDOR/patient", api-key: k3, models: [p] }
                resilience: { max-retries: 0, breaker: { enabled: false }, cooldown: { enabled: false } }
                """);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static HttpResponse<String> stream(String model) {
        return scene.gateway.stream(model);
    }

    private static StreamClient open(String model) {
        return new StreamClient(scene.gateway, GatewayFixture.streamBody(model));
    }

    private static List<String> sent(List<String> events, int from, int to) {
        return events.subList(from, to);
    }

    private static long used(String provider) {
        long tokens = -1;
        for (var window : scene.provider(provider).get("quota")) {
            if (window.get("window").asText().startsWith("tokens")) {
                tokens = window.get("used").asLong();
            }
        }
        return tokens;
    }

    private static double attempts(String provider, String outcome) {
        return scene.gateway.metric("synaxis_attempts_total{capability=\"chat\",outcome=\"" + outcome + "\",provider=\""
                + provider + "\"}");
    }

    /** Tokens of both ways that the metrics count for the provider. */
    private static double counted(String provider) {
        String sample = "synaxis_tokens_total{capability=\"chat\",provider=\"" + provider + "\",type=\"%s\"}";
        return scene.gateway.metric(sample.formatted("input")) + scene.gateway.metric(sample.formatted("output"));
    }

    private static RecordedRequest last() {
        return scene.vendor.requests().getLast();
    }

    @Test
    void shouldEndWithOneErrorEventWhenTheVendorFailsAfterTheFirstToken() {
        List<String> events = new ArrayList<>(OpenAiWire.stream("m", "Hel", "lo").subList(0, 3));
        events.add(OpenAiWire.errorEvent(OpenAiWire.serverError(503)));
        scene.first().reset().sse(events);
        double before = attempts("first", "overloaded");

        HttpResponse<String> answer = stream("m");

        assertThat(answer.statusCode()).isEqualTo(200);
        String delivered = String.join("", sent(events, 0, 3));
        assertThat(answer.body()).startsWith(delivered).doesNotContain("data: [DONE]");
        String end = answer.body().substring(delivered.length());
        assertThat(end).startsWith("data: {\"error\":{").endsWith("}\n\n").containsOnlyOnce("data:");
        assertThat(end).contains("\"type\":\"provider_error\"", "\"code\":\"provider_overloaded\"");
        eventually("the outcome is counted", () -> attempts("first", "overloaded") == before + 1);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void shouldNeverLookCompleteWhenTheStreamIsCut(Cut cut) {
        List<String> events = OpenAiWire.stream("m", "Hel", "lo", "!");
        scene.first().reset().sse(events).drip(Duration.ofMillis(20)).cutAfter(3, cut);
        double before = attempts("first", "network");

        HttpResponse<String> answer = stream("m");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Hel\"").doesNotContain("data: [DONE]", "\"finish_reason\":\"stop\"")
                .contains("\"code\":\"provider_unreachable\"");
        eventually("the outcome is counted", () -> attempts("first", "network") == before + 1);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void shouldNeverLookCompleteWhenATranslatedStreamIsCut(Cut cut) {
        scene.vendor.on(AnthropicWire.MESSAGES).reset().sse(AnthropicWire.stream("c", "Hel", "lo", "!"))
                .drip(Duration.ofMillis(20)).cutAfter(5, cut);

        HttpResponse<String> answer = stream("c");

        assertThat(answer.body()).contains("\"Hel\"").doesNotContain("data: [DONE]", "\"finish_reason\":\"stop\"")
                .contains("\"code\":\"provider_unreachable\"");
    }

    @Test
    void shouldEndWithATimeoutWhenTheStreamStopsInTheMiddle() {
        scene.first().reset().sse(OpenAiWire.stream("m", "Hel", "lo")).hangAfter(2);

        HttpResponse<String> answer = stream("m");

        assertThat(answer.body()).contains("\"Hel\"", "\"code\":\"provider_timeout\"").doesNotContain("data: [DONE]");
        scene.vendor.awaitHangUp(scene.vendor.requests().size() - 1, SOON);
    }

    @Test
    void shouldSettleTheQuotaWithTheVendorsCount() {
        scene.first().reset().sse(OpenAiWire.streamWithUsage("m", "Hel", "lo"));
        long before = used("first");

        stream("m");

        eventually("9 in and 12 out are counted", () -> used("first") == before + 21);
    }

    @Test
    void shouldSettleTheQuotaWithWhatWasDeliveredWhenTheStreamIsCut() {
        scene.first().reset().sse(OpenAiWire.stream("m", "x".repeat(4000), "never")).drip(Duration.ofMillis(20)).cutAfter(2, Cut.CLOSE);
        long before = used("first");
        double counted = counted("first");

        stream("m");

        eventually("about 1000 tokens are counted", () -> used("first") >= before + 1000);
        assertThat(used("first")).isLessThan(before + 1020);
        eventually("the metrics count as many", () -> counted("first") - counted == used("first") - before);
    }

    @Test
    void shouldSettleTheQuotaWithWhatWasDeliveredWhenATranslatedStreamIsCut() {
        scene.vendor.on(AnthropicWire.MESSAGES).reset().sse(AnthropicWire.stream("c", "x".repeat(4000), "never"))
                .drip(Duration.ofMillis(20)).cutAfter(4, Cut.CLOSE);
        long before = used("claude");

        stream("c");

        eventually("about 1000 tokens are counted", () -> used("claude") >= before + 1000);
        assertThat(used("claude")).isLessThan(before + 1020);
    }

    @Test
    void shouldSettleTheQuotaWithWhatWasDeliveredWhenTheClientLeaves() {
        scene.first().reset().sse(OpenAiWire.stream("m", "x".repeat(4000), "never")).hangAfter(2);
        long before = used("first");

        try (StreamClient client = open("m")) {
            assertThat(client.chunk()).contains("xxx");
        }

        eventually("about 1000 tokens are counted",
                () -> used("first") >= before + 1000 && used("first") < before + 1020);
    }

    @Test
    void shouldGiveTheQuotaBackWhenNothingWasDelivered() {
        scene.first().reset().reply(OpenAiWire.serverError(500));
        long before = used("first");

        assertThat(stream("m").statusCode()).isEqualTo(503);

        eventually("nothing is counted", () -> used("first") == before);
    }

    @Test
    void shouldHandOnToolCallsInFragments() {
        List<String> events = OpenAiWire.toolStream("m", "call_1", "weather", "{\"city\":", "\"Bern\"}");
        scene.first().reset().sse(events);

        assertThat(stream("m").body()).isEqualTo(String.join("", events));
    }

    @Test
    void shouldTranslateToolCallsInFragments() {
        scene.vendor.on(AnthropicWire.MESSAGES).reset()
                .sse(AnthropicWire.toolStream("c", "toolu_1", "weather", "{\"city\":", "\"Bern\"}"));

        String body = stream("c").body();

        assertThat(body).contains("\"id\":\"toolu_1\"", "\"name\":\"weather\"",
                "\"arguments\":\"{\\\"city\\\":\"", "\"arguments\":\"\\\"Bern\\\"}\"", "\"finish_reason\":\"tool_calls\"");
        assertThat(body).endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void shouldGiveTheSameEventsHoweverTheBytesAreCut(int piece) {
        List<String> events = OpenAiWire.stream("m", "Zürich", "日本", "🎈");
        scene.first().reset().sse(events).splitEvery(piece);

        assertThat(stream("m").body()).isEqualTo(String.join("", events));
    }

    @Test
    void shouldWriteAtOnceWhatCameTogether() {
        List<String> events = OpenAiWire.stream("m", "all", "in", "one");
        scene.first().reset().sse(events).inOneWrite();

        try (StreamClient client = open("m")) {
            assertThat(client.chunk()).isEqualTo(String.join("", events));
            assertThat(client.chunk()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "c"})
    void shouldWriteEachEventBeforeTheNextOneIsSent(String model) {
        List<String> events = model.equals("m")
                ? OpenAiWire.stream("m", "a1", "a2", "a3")
                : AnthropicWire.stream("c", "a1", "a2", "a3");
        (model.equals("m") ? scene.first() : scene.vendor.on(AnthropicWire.MESSAGES)).reset().sse(events)
                .drip(Duration.ofMillis(200));
        int firstToken = model.equals("m") ? 1 : 3;

        try (StreamClient client = open(model)) {
            for (int i = 0; i < 3; i++) {
                String token = "\"a" + (i + 1) + "\"";
                String chunk = client.chunk();
                while (!chunk.contains(token)) {
                    assertThat(chunk).isEqualTo(": keep-alive\n\n");
                    chunk = client.chunk();
                }
                // the vendor counts a piece after it has written it, which the client may see first
                assertThat(last().piecesSent())
                        .as("events sent when " + token + " is here")
                        .isLessThanOrEqualTo(firstToken + i + 1);
            }
            assertThat(client.rest()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void shouldSendHeartbeatsOnASilentStream() {
        scene.chat("patient").reset().sse(OpenAiWire.stream("p", "a", "b")).hangAfter(2);

        try (StreamClient client = open("p")) {
            assertThat(client.chunk()).contains("\"a\"");
            assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
            assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
        }
    }

    @Test
    void shouldEndAsSoonAsTheVendorSaysDoneThoughItKeepsTheConnectionOpen() {
        List<String> events = OpenAiWire.stream("p", "a", "b");
        scene.chat("patient").reset().sse(events).hangAfter(events.size());

        try (StreamClient client = open("p")) {
            assertThat(client.rest()).isEqualTo(String.join("", events));
        }
        scene.vendor.awaitHangUp(scene.vendor.requests().size() - 1, Duration.ofMinutes(1));
    }

    @Test
    void shouldHoldTheVendorBackWhileTheClientReadsNothing() {
        String event = OpenAiWire.chunk("p", "{\"content\":\"" + "x".repeat(64 * 1024) + "\"}", null);
        List<String> events = new ArrayList<>(Collections.nCopies(1000, event));
        events.add(OpenAiWire.chunk("p", "{}", "stop"));
        events.add(OpenAiWire.done());
        scene.chat("patient").reset().sse(events);
        int request = scene.vendor.requests().size();

        try (StreamClient client = open("p")) {
            assertThat(client.status()).isEqualTo(200);
            RecordedRequest upstream = scene.vendor.request(request);
            Steady sent = new Steady(Duration.ofMillis(400));
            eventually("the vendor cannot send any more", () -> sent.is(upstream.piecesSent()));
            assertThat(upstream.piecesSent()).as("64 KiB pieces of 1002").isLessThan(400);

            assertThat(client.drain()).isEqualTo(events.stream().mapToLong(String::length).sum());
        }
    }

    /** Notices that a number has not changed for a while. */
    private static final class Steady {

        private final Duration time;
        private int value = -1;
        private long since;

        Steady(Duration time) {
            this.time = time;
        }

        boolean is(int now) {
            if (now != value) {
                value = now;
                since = System.nanoTime();
            }
            return System.nanoTime() - since > time.toNanos();
        }
    }

    @Test
    void shouldAbortTheVendorWhenAClientThatReadsNothingLeaves() {
        String event = OpenAiWire.chunk("p", "{\"content\":\"" + "x".repeat(64 * 1024) + "\"}", null);
        scene.chat("patient").reset().sse(Collections.nCopies(1000, event));
        int request = scene.vendor.requests().size();

        StreamClient client = open("p");
        assertThat(client.status()).isEqualTo(200);
        Steady sent = new Steady(Duration.ofMillis(200));
        eventually("the vendor cannot send any more", () -> sent.is(scene.vendor.request(request).piecesSent()));
        client.reset();

        scene.vendor.awaitHangUp(request, SOON);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAbortTheVendorWhenTheClientLeavesTheStream(boolean reset) {
        scene.chat("patient").reset().sse(OpenAiWire.stream("p", "a", "b")).hangAfter(2);
        int request = scene.vendor.requests().size();
        double before = attempts("patient", "client_closed");

        StreamClient client = open("p");
        assertThat(client.chunk()).contains("\"a\"");
        leave(client, reset);

        scene.vendor.awaitHangUp(request, SOON);
        eventually("the outcome is counted", () -> attempts("patient", "client_closed") == before + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAbortTheVendorWhenTheClientLeavesBeforeTheFirstToken(boolean headers) {
        var reply = scene.chat("patient").reset().sse(OpenAiWire.stream("p", "a", "b"));
        if (headers) {
            reply.hangAfter(1);
        } else {
            reply.hangBeforeHeaders();
        }
        int request = scene.vendor.requests().size();

        StreamClient client = open("p");
        scene.vendor.awaitRequests(request + 1);
        client.close();

        scene.vendor.awaitHangUp(request, SOON);
        assertThat(scene.vendor.requests()).hasSize(request + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAbortTheVendorWhenTheClientLeavesAWholeAnswer(boolean begun) {
        var reply = scene.chat("patient").reset().reply(200, OpenAiWire.text("p", "hello"));
        if (begun) {
            reply.hangAfterBytes(20);
        } else {
            reply.hangBeforeHeaders();
        }
        int request = scene.vendor.requests().size();

        StreamClient client = new StreamClient(scene.gateway, GatewayFixture.chatBody("p"));
        scene.vendor.awaitRequests(request + 1);
        client.close();

        scene.vendor.awaitHangUp(request, SOON);
    }

    private static void leave(StreamClient client, boolean reset) {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }

    @Test
    void shouldAskTheVendorForUsageButKeepItFromAClientThatDidNotAsk() {
        scene.first().reset().sse(OpenAiWire.streamWithUsage("m", "a"));

        String body = stream("m").body();

        assertThat(last().json().at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(body).doesNotContain("\"usage\":{").isEqualTo(String.join("", OpenAiWire.stream("m", "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "c"})
    void shouldHandTheUsageToAClientThatAsked(String model) {
        scene.first().reset().sse(OpenAiWire.streamWithUsage("m", "a"));
        scene.vendor.on(AnthropicWire.MESSAGES).reset().sse(AnthropicWire.stream("c", "a"));
        String asking = GatewayFixture.streamBody(model)
                .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        String body = scene.gateway.post(GatewayFixture.CHAT, asking).body();

        assertThat(body).containsOnlyOnce("\"prompt_tokens\":9").contains("\"completion_tokens\":12");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void shouldStreamEventsThatAreCalledJson(int piece) {
        String events = ": hello\n\n" + String.join("", OpenAiWire.stream("p", "a", "b"));
        scene.chat("patient").reset().bytes(200, "application/json", events.getBytes(UTF_8)).splitEvery(piece).hangAfterBytes(
                events.length() - 20);

        try (StreamClient client = open("p")) {
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf("\"b\"") < 0) {
                seen.append(client.chunk());
            }
            assertThat(client.header("content-type")).isEqualTo("text/event-stream");
        }
    }

    @Test
    void shouldStreamAWholeAnswerOfAVendorThatDoesNotStream() {
        scene.first().reset().reply(200, OpenAiWire.text("m", "all at once"));

        HttpResponse<String> answer = stream("m");

        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(answer.body()).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"all at once\"}",
                "\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldEndWithAFinishReasonWhenTheVendorsFilterStopsTheStream() {
        List<String> events = new ArrayList<>(OpenAiWire.stream("m", "Hel").subList(0, 2));
        events.add(Sse.data("{\"error\":{\"message\":\"stopped\",\"code\":\"content_filter\",\"type\":null,\"param\":null}}"));
        scene.first().reset().sse(events);

        String body = stream("m").body();

        assertThat(body).startsWith(String.join("", events.subList(0, 2))).doesNotContain("\"error\"");
        assertThat(body).contains("\"finish_reason\":\"content_filter\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldUseTheVendorsConnectionAgain() {
        scene.first().reset().sse(OpenAiWire.stream("m", "a"));
        stream("m");
        int connections = scene.vendor.connections();

        for (int i = 0; i < 5; i++) {
            stream("m");
        }

        assertThat(scene.vendor.connections() - connections).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldSurviveCommentsBlankLinesAndOtherEvents() {
        List<String> events = OpenAiWire.stream("m", "a", "b");
        List<String> noisy = new ArrayList<>(List.of(Sse.comment("PROCESSING"), "\n\n", "retry: 10\n\n"));
        noisy.addAll(events);
        scene.first().reset().sse(noisy);

        assertThat(stream("m").body()).isEqualTo(String.join("", events));
    }
}
