package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is taken over while calls go on. */
class ReloadTest {

    private static final String BOUNDS = """
            resilience: { max-retries: 0, breaker: { failures: 2, window: 2, open: 10m } }
            """;

    @TempDir
    private Path directory;

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private Path file;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws IOException {
        vendor.on("/a/chat/completions").reply(200, OpenAiWire.text("m", "from a"));
        vendor.on("/b/chat/completions").reply(200, OpenAiWire.text("m", "from b"));
        file = directory.resolve("synaxis.yaml");
        write(provider("a"));
        gateway = GatewayFixture.watching(file);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vendor.close();
    }

    private String provider(String id, String... more) {
        return "  - { id: " + id + ", dialect: openai, base-url: \"" + vendor.url("/" + id) + "\", models: [m]"
                + String.join("", more) + " }\n";
    }

    private void write(String... providers) throws IOException {
        Path written = directory.resolve("new.yaml");
        Files.writeString(written, BOUNDS + "providers:\n" + String.join("", providers));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private JsonNode reload(int status) {
        HttpResponse<String> answer = gateway.post("/admin/reload", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }

    private static String by(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().firstValue("x-synaxis-provider").orElse("nobody");
    }

    @Test
    void shouldFailNoCallHoweverOftenProvidersAreSwapped() throws Exception {
        vendor.on("/slow/chat/completions")
                .sse(OpenAiWire.stream("m", "a", "b", "c", "d", "e", "f", "g", "h"))
                .drip(Duration.ofMillis(300));
        write(provider("a"), provider("slow"));
        reload(200);
        CompletableFuture<HttpResponse<String>> stream =
                CompletableFuture.supplyAsync(() -> gateway.stream("slow/m"));
        eventually("a stream is in flight", () -> gateway.metric("synaxis_streams_active") == 1);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        var answers = ConcurrentHashMap.<String>newKeySet();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            load.add(Thread.startVirtualThread(() -> {
                while (!enough.get()) {
                    HttpResponse<String> answer = gateway.chat("m");
                    answers.add(answer.statusCode() == 200 ? by(answer) : answer.statusCode() + answer.body());
                    calls.incrementAndGet();
                }
            }));
        }
        try {
            for (int round = 0; round < 3; round++) {
                write(provider("b"));
                reload(200);
                assertThat(by(gateway.chat("m"))).isEqualTo("200 b");
                write(provider("a"));
                reload(200);
                assertThat(by(gateway.chat("m"))).isEqualTo("200 a");
            }
        } finally {
            enough.set(true);
        }
        for (Thread one : load) {
            one.join();
        }

        assertThat(answers).containsExactlyInAnyOrder("200 a", "200 b");
        assertThat(calls.get()).isGreaterThan(20);
        assertThat(stream.join().body()).contains("\"h\"", "[DONE]").doesNotContain("\"error\"");
    }

    @Test
    void shouldChangeNothingWhereTheFileIsWrong() throws Exception {
        write(provider("b", ", tier: cheap"), "  - { id: c, dialect: nonsense }\n");

        JsonNode refused = reload(400);

        assertThat(refused.at("/error/code").asText()).isEqualTo("invalid_configuration");
        assertThat(refused.at("/error/problems").toString()).contains("providers[0].tier", "providers[1].dialect");
        assertThat(by(gateway.chat("m"))).isEqualTo("200 a");
        assertThat(gateway.chat("b/m").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseWhatOnlyAStartCanChange() throws Exception {
        Files.writeString(file, "server: { shutdown: 3s }\nusage: { keep-days: 7 }\nredis: { url: \"redis://127.0.0.1:1\" }\n"
                + "providers:\n" + provider("b"));

        assertThat(reload(400).at("/error/problems").toString()).contains("server.shutdown", "redis", "usage");
        assertThat(by(gateway.chat("m"))).isEqualTo("200 a");
    }

    @Test
    void shouldSayWhatChangedAndForgetWhatWasRemoved() throws Exception {
        write(provider("b"));

        JsonNode done = reload(200);

        assertThat(done.get("status").asText()).isEqualTo("reloaded");
        assertThat(done.at("/providers/added").toString()).isEqualTo("[\"b\"]");
        assertThat(done.at("/providers/removed").toString()).isEqualTo("[\"a\"]");
        assertThat(reload(200).get("status").asText()).isEqualTo("unchanged");
        assertThat(gateway.chat("a/m").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/admin/providers").body()).doesNotContain("\"id\":\"a\"");
        assertThat(gateway.get("/metrics").body())
                .contains("synaxis_breaker_state{capability=\"chat\",provider=\"b\"}")
                .doesNotContain("synaxis_breaker_state{capability=\"chat\",provider=\"a\"}");
    }

    @Test
    void shouldRememberCooldownsQuotaAndBreakersOfProvidersThatStay() throws Exception {
        vendor.on("/limited/chat/completions").reply(OpenAiWire.rateLimited());
        vendor.on("/broken/chat/completions").reply(OpenAiWire.serverError(500));
        String stay = provider("a", ", limits: { requests-per-day: 10 }") + provider("limited") + provider("broken");
        write(stay);
        reload(200);
        gateway.chat("a/m");
        gateway.chat("limited/m");
        gateway.chat("broken/m");
        gateway.chat("broken/m");
        int used = provider(0).at("/quota/0/used").asInt();
        assertThat(used).isPositive();

        write(stay, provider("b"));
        reload(200);

        assertThat(provider(0).at("/quota/0/used").asInt()).isEqualTo(used);
        assertThat(provider(1).at("/cooldowns/0/reason").asText()).isEqualTo("RATE_LIMITED");
        assertThat(provider(2).at("/breakers/chat").asText()).isEqualTo("OPEN");
        assertThat(provider(2).at("/cooldowns/0/reason").asText()).isEqualTo("OVERLOADED");
    }

    @Test
    void shouldAskAgainWhereTheKeyIsAnother() throws Exception {
        vendor.on("/keyed/chat/completions").reply(OpenAiWire.invalidKey());
        vendor.on("/keyed/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        write(provider("keyed", ", api-key: old"));
        reload(200);
        assertThat(gateway.chat("m").statusCode()).isEqualTo(502);
        assertThat(provider(0).at("/cooldowns/0/reason").asText()).isEqualTo("AUTHENTICATION");

        write(provider("keyed", ", api-key: new"));
        reload(200);

        assertThat(by(gateway.chat("m"))).isEqualTo("200 keyed");
        assertThat(vendor.requests().getLast().header("authorization")).isEqualTo("Bearer new");
    }

    @Test
    void shouldNotLeaveTheNewKeyAloneForWhatTheOldOneIsTold() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        vendor.on("/keyed/chat/completions").answer(request -> {
            awaitUninterrupted(taken);
            return Reply.json(401, OpenAiWire.invalidKey().body());
        });
        vendor.on("/keyed/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        write(provider("keyed", ", api-key: old"));
        reload(200);
        int before = vendor.requests().size();
        CompletableFuture<HttpResponse<String>> old = CompletableFuture.supplyAsync(() -> gateway.chat("m"));
        vendor.awaitRequests(before + 1);

        write(provider("keyed", ", api-key: new"));
        reload(200);
        taken.countDown();

        assertThat(old.get().statusCode()).isEqualTo(502);
        assertThat(provider(0).get("cooldowns")).isEmpty();
        assertThat(by(gateway.chat("m"))).isEqualTo("200 keyed");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode provider(int index) {
        return json(gateway.get("/admin/providers")).at("/providers/" + index);
    }

    @Test
    void shouldNoticeThatTheFileHasChanged() throws Exception {
        write(provider("b"));

        eventually("the new file is taken over", () -> by(gateway.chat("m")).equals("200 b"));
    }

    @Test
    void shouldNoticeThatALinkLeadsElsewhere() throws Exception {
        Path first = Files.writeString(directory.resolve("1.yaml"), "providers:\n" + provider("a"));
        Path second = Files.writeString(directory.resolve("2.yaml"), "providers:\n" + provider("b"));
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), first);
        try (GatewayFixture linked = GatewayFixture.watching(link)) {
            Path next = Files.createSymbolicLink(directory.resolve("next.yaml"), second);
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            eventually("the other file is taken over", () -> by(linked.chat("m")).equals("200 b"));
        }
    }
}
