package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are dropped into a watched folder. */
class FilesTest {

    @TempDir
    Path home;

    private final ScriptedVendor vendor = ScriptedVendor.start();

    @AfterEach
    void close() {
        vendor.close();
    }

    private JobScene scene() {
        // a name that a URI would have to escape
        return new JobScene(home.resolve("in box"));
    }

    private GatewayFixture gateway(JobScene scene, String more) {
        return GatewayFixture.start(scene.yaml(vendor, more));
    }

    private void embeds() {
        vendor.on(JobScene.EMBEDDINGS).answer(JobScene::vectors);
    }

    @Test
    void shouldAnswerEveryKindOfFileInItsOrder() {
        JobScene scene = scene();
        embeds();
        vendor.on(OpenAiWire.CHAT).reply(200, OpenAiWire.text("m", "Hi").replace(",\"", ",\n \""));
        try (GatewayFixture gateway = gateway(scene, "batch: 7, in-flight: 3")) {
            scene.drop("a.txt", JobScene.lines(100).replace("line 50\n", "line 50\r\n\n"));
            scene.drop("b.csv", "id,text\nx,\"line 1, \"\"quoted\"\"\"\ny,\"line\n2\"\nz,\nbroken\"\n\"v\"w,line 8\nw,line 3\n");
            scene.drop("c.jsonl.gz", JobScene.gzip("""
                    {"id":"p","text":"line 1"}
                    {"custom_id":"r1","method":"POST","url":"/v1/chat/completions","body":%s}
                    not json
                    {"id":2,"text":"line 2"}
                    {"custom_id":"r2","method":"POST","url":"/v1/chat/completions","body":{"model":"unknown","messages":[]}}
                    """.formatted(GatewayFixture.chatBody("m"))));

            JsonNode manifest = scene.ended("a.txt");
            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(100));
            assertThat(scene.output("a.txt").get(50).toString()).isEqualTo("{\"line\":52,\"embedding\":[51,0.25]}");
            assertThat(manifest.path("state").textValue()).isEqualTo("finished");
            assertThat(manifest.path("lines").intValue()).isEqualTo(101);
            assertThat(manifest.path("blank").intValue()).isEqualTo(1);
            assertThat(manifest.path("model").textValue()).isEqualTo("m");
            assertThat(manifest.path("dimension").intValue()).isEqualTo(2);
            assertThat(manifest.path("input-tokens").intValue()).isEqualTo(100);
            assertThat(manifest.at("/providers/0/provider").textValue()).isEqualTo("house");
            assertThat(manifest.at("/providers/0/lines").intValue()).isEqualTo(100);
            assertThat(manifest.at("/providers/0/calls").intValue()).isEqualTo(15);

            scene.ended("b.csv");
            assertThat(scene.output("b.csv")).extracting(line -> line.path("id").textValue()).containsExactly("x", "y", "w");
            assertThat(scene.numbers("b.csv")).containsExactly(1, 2, 3);
            assertThat(scene.errors("b.csv")).extracting(JsonNode::toString).containsExactly(
                    "{\"line\":5,\"reason\":\"the field 'text' is empty\",\"id\":\"z\"}",
                    "{\"line\":6,\"reason\":\"has 1 fields, the header has 2\",\"id\":\"broken\\\"\"}",
                    "{\"line\":7,\"reason\":\"text behind a closing quote\"}");

            scene.ended("c.jsonl.gz");
            List<JsonNode> output = scene.output("c.jsonl.gz");
            assertThat(output).hasSize(3);
            assertThat(output.get(0).path("id").textValue()).isEqualTo("p");
            assertThat(output.get(1).path("custom_id").textValue()).isEqualTo("r1");
            assertThat(output.get(1).path("id").textValue()).startsWith("batch_req_");
            assertThat(output.get(1).at("/response/status_code").intValue()).isEqualTo(200);
            assertThat(output.get(1).at("/response/request_id").textValue()).startsWith("req_");
            assertThat(output.get(1).at("/response/body/choices/0/message/content").textValue()).isEqualTo("Hi");
            assertThat(output.get(1).get("error").isNull()).isTrue();
            assertThat(output.get(2).path("id").intValue()).isEqualTo(2);
            List<JsonNode> errors = scene.errors("c.jsonl.gz");
            assertThat(errors.get(0).toString()).isEqualTo("{\"line\":3,\"reason\":\"not a JSON object\"}");
            assertThat(errors.get(1).path("line").intValue()).isEqualTo(5);
            assertThat(errors.get(1).path("custom_id").textValue()).isEqualTo("r2");
            assertThat(errors.get(1).at("/response/status_code").intValue()).isBetween(400, 404);
            assertThat(scene.directory.resolve("done/c.jsonl.gz")).exists();
            assertThat(gateway.metric("synaxis_job_lines_total{result=\"done\"}")).isEqualTo(106);
            assertThat(gateway.metric("synaxis_job_lines_total{result=\"failed\"}")).isEqualTo(5);
        }
    }

    @Test
    void shouldAddUpWhatAJobSaved() {
        JobScene scene = scene();
        embeds();
        String yaml = scene.yaml(vendor, "batch: 5").replace("models: [m] }", "models: [m] }\n"
                + "  - { id: dear, dialect: openai, base-url: \"" + vendor.url("/dear")
                + "\", capabilities: [embedding], models: [{ name: m, price: { input: 1000, output: 0 } }] }");
        try (GatewayFixture gateway = GatewayFixture.start(yaml)) {
            scene.drop("a.txt", JobScene.lines(20));

            JsonNode manifest = scene.ended("a.txt");

            assertThat(manifest.path("cost-usd").doubleValue()).isZero();
            assertThat(manifest.path("saved-usd").doubleValue()).isEqualTo(0.02, within(1e-9));
            assertThat(manifest.at("/providers/0/saved-usd").doubleValue()).isEqualTo(0.02, within(1e-9));
            JsonNode usage = GatewayFixture.json(gateway.get("/admin/usage?by=key"));
            assertThat(usage.at("/rows/0/key").textValue()).isEqualTo("queue");
            assertThat(usage.at("/rows/0/saved-usd").doubleValue()).isEqualTo(0.02, within(1e-9));
        }
    }

    @Test
    void shouldTakeALineOutOfItsBatchWhenTheProviderRefusesIt() {
        JobScene scene = scene();
        vendor.on(JobScene.EMBEDDINGS).answer(request -> JobScene.texts(request).contains("line 37")
                ? Reply.json(400, "{\"error\":{\"message\":\"line 37 is too long\",\"type\":\"invalid_request_error\"}}")
                : JobScene.vectors(request));
        try (GatewayFixture gateway = gateway(scene, "batch: 16")) {
            scene.drop("a.txt", JobScene.lines(64));

            JsonNode manifest = scene.ended("a.txt");

            assertThat(manifest.path("done").intValue()).isEqualTo(63);
            assertThat(scene.errors("a.txt")).hasSize(1);
            assertThat(scene.errors("a.txt").getFirst().path("line").intValue()).isEqualTo(37);
            assertThat(scene.errors("a.txt").getFirst().path("reason").textValue()).isNotBlank();
            assertThat(scene.numbers("a.txt")).hasSize(63).isSorted().doesNotContain(37);
            assertThat(gateway.get("/admin/jobs/a.txt").body()).contains("\"state\":\"finished\"");
        }
    }

    @Test
    void shouldWaitInsteadOfFailingWhenEverybodyIsCoolingDown() {
        JobScene scene = scene();
        AtomicInteger calls = new AtomicInteger();
        vendor.on(JobScene.EMBEDDINGS).answer(request -> calls.incrementAndGet() == 3
                ? Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "1")
                : JobScene.vectors(request));
        try (GatewayFixture gateway = gateway(scene, "batch: 5, in-flight: 1")) {
            scene.drop("a.txt", JobScene.lines(30));

            eventually("the job says that it waits", () ->
                    gateway.get("/admin/jobs/a.txt").body().contains("\"state\":\"waiting\""));
            scene.ended("a.txt");

            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(30));
            assertThat(scene.errors("a.txt")).isEmpty();
            assertThat(calls).hasValue(7);
        }
    }

    @Test
    void shouldKeepWithinTheQuotaOfAProvider() {
        JobScene scene = scene();
        embeds();
        String yaml = scene.yaml(vendor, "batch: 5, in-flight: 2")
                .replace("models: [m] }", "models: [m], limits: { requests-per-hour: 2 } }");
        try (GatewayFixture gateway = GatewayFixture.start(yaml)) {
            scene.drop("a.txt", JobScene.lines(40));

            eventually("two calls are done and the job waits", () ->
                    gateway.get("/admin/jobs/a.txt").body().contains("\"state\":\"waiting\"")
                            && vendor.requests().size() == 2);
            gateway.post("/admin/jobs/a.txt/cancel", "");
            JsonNode manifest = scene.ended("a.txt");

            assertThat(manifest.path("state").textValue()).isEqualTo("cancelled");
            assertThat(vendor.requests()).hasSize(2);
            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(10));
            assertThat(scene.directory.resolve("done/a.txt")).exists();
        }
    }

    @Test
    void shouldPauseAndGoOnWhereItWas() throws Exception {
        JobScene scene = scene();
        CountDownLatch half = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        vendor.on(JobScene.EMBEDDINGS).answer(request -> {
            if (calls.incrementAndGet() == 10) {
                half.countDown();
            }
            return JobScene.vectors(request).delayHeaders(Duration.ofMillis(20));
        });
        try (GatewayFixture gateway = gateway(scene, "batch: 4, in-flight: 2, checkpoint: 0ms")) {
            scene.drop("a.txt", JobScene.lines(200));
            half.await();

            HttpResponse<String> paused = gateway.post("/admin/jobs/a.txt/pause", "");
            assertThat(paused.statusCode()).isEqualTo(200);
            eventually("the job is paused", () ->
                    gateway.get("/admin/jobs/a.txt").body().contains("\"state\":\"paused\""));
            int asked = vendor.requests().size();
            assertThat(asked).isLessThan(50);
            assertThat(gateway.get("/admin/jobs").body()).contains("\"a.txt\"");
            assertThat(gateway.metric("synaxis_jobs_active")).isZero();

            assertThat(gateway.post("/admin/jobs/a.txt/resume", "").statusCode()).isEqualTo(200);
            scene.ended("a.txt");

            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(200));
            assertThat(vendor.requests()).hasSize(50);
            assertThat(gateway.post("/admin/jobs/a.txt/pause", "").statusCode()).isEqualTo(409);
            assertThat(gateway.post("/admin/jobs/b.txt/resume", "").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/admin/jobs/..%2Fdone").statusCode()).isEqualTo(404);
            assertThat(gateway.post("/admin/jobs/..%2F..%2Fx/pause", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldNotDoubleAFileWhenTwoGatewaysWatchTheFolder() {
        JobScene scene = scene();
        vendor.on(JobScene.EMBEDDINGS)
                .answer(request -> JobScene.vectors(request).delayHeaders(Duration.ofMillis(5)));
        for (int file = 0; file < 8; file++) {
            scene.drop("f" + file + ".txt", JobScene.lines(60).replace("line ", file + " line 1000"));
        }
        try (GatewayFixture one = gateway(scene, "batch: 10, jobs: 1");
                GatewayFixture two = gateway(scene, "batch: 10, jobs: 1")) {
            for (int file = 0; file < 8; file++) {
                assertThat(scene.ended("f" + file + ".txt").path("done").intValue()).isEqualTo(60);
            }

            List<String> texts = vendor.requests().stream().flatMap(r -> JobScene.texts(r).stream()).toList();
            assertThat(texts).hasSize(480);
            assertThat(new HashSet<>(texts)).hasSize(480);
            String done = "synaxis_job_lines_total{result=\"done\"}";
            assertThat(one.metric(done) + two.metric(done)).isEqualTo(480);
            assertThat(one.metric(done)).isPositive();
            assertThat(two.metric(done)).isPositive();
        }
    }

    @Test
    void shouldLeaveAFileAloneWhileItIsWritten() throws Exception {
        JobScene scene = scene();
        embeds();
        String yaml = scene.yaml(vendor, "batch: 10").replace("settle: 50ms", "settle: 500ms");
        try (GatewayFixture gateway = GatewayFixture.start(yaml)) {
            Path slow = Files.createDirectories(scene.directory).resolve("slow.txt");
            scene.drop("other.tmp", "line 1\n");
            scene.drop(".hidden.txt", "line 1\n");
            Files.createFile(scene.directory.resolve("empty.txt"));
            Path secret = Files.writeString(scene.directory.resolve("secret.key"), "not for a provider\n");
            Files.createSymbolicLink(scene.directory.resolve("link.txt"), secret);
            for (int i = 1; i <= 30; i++) {
                Files.writeString(slow, "line " + i + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                int seen = i;
                long until = System.nanoTime() + Duration.ofMillis(20).toNanos();
                eventually("a moment has passed", () -> System.nanoTime() > until);
                assertThat(scene.results("slow.txt")).as("after line " + seen).doesNotExist();
            }

            scene.ended("slow.txt");
            assertThat(scene.numbers("slow.txt")).isEqualTo(JobScene.upTo(30));
            assertThat(scene.directory.resolve("other.tmp")).exists();
            assertThat(scene.directory.resolve(".hidden.txt")).exists();
            assertThat(scene.directory.resolve("empty.txt")).exists();
            assertThat(gateway.get("/admin/jobs").body()).contains("\"waiting-files\":0");
            assertThat(scene.directory.resolve("link.txt")).isSymbolicLink();
            assertThat(scene.results("link.txt")).doesNotExist();
            assertThat(gateway.metric("synaxis_job_lines_total{result=\"done\"}")).isEqualTo(30);
        }
    }

    @Test
    void shouldSayWhyAJobFailedAndKeepWhatItHas() {
        JobScene scene = scene();
        embeds();
        byte[] packed = JobScene.gzip(JobScene.lines(20_000));
        try (GatewayFixture gateway = gateway(scene, "batch: 1000")) {
            scene.drop("cut.txt.gz", java.util.Arrays.copyOf(packed, packed.length / 2));
            scene.drop("none.csv", "id,body\n1,line 1\n");

            JsonNode cut = scene.ended("cut.txt.gz");
            assertThat(cut.path("state").textValue()).isEqualTo("failed");
            assertThat(cut.path("reason").textValue()).isEqualTo("the gzip data is damaged or ends early");
            int done = cut.path("done").intValue();
            assertThat(done).isGreaterThan(5_000);
            assertThat(scene.numbers("cut.txt.gz")).isEqualTo(JobScene.upTo(done));
            assertThat(scene.ended("none.csv").path("reason").textValue())
                    .isEqualTo("the header has no column 'text'; it has id, body");
            assertThat(gateway.get("/admin/jobs/none.csv").body()).contains("\"state\":\"failed\"");
        }
    }

    @Test
    void shouldEmbedAJobWithOneModelWhenAnAliasLeadsToTwo() {
        JobScene scene = scene();
        AtomicInteger calls = new AtomicInteger();
        vendor.on(JobScene.EMBEDDINGS).answer(request -> calls.incrementAndGet() == 4
                ? Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "1")
                : JobScene.vectors(request));
        String yaml = scene.yaml(vendor, "batch: 5, in-flight: 1")
                .replace("models: [m] }", "models: [m, n] }").replace("model: m,", "model: any,")
                + "models: [{ name: any, candidates: [house/m, house/n] }]\n";
        try (GatewayFixture gateway = GatewayFixture.start(yaml)) {
            scene.drop("a.txt", JobScene.lines(50));

            JsonNode manifest = scene.ended("a.txt");

            assertThat(manifest.path("model").textValue()).isEqualTo("house/m");
            assertThat(vendor.requests()).extracting(r -> r.json().path("model").textValue()).containsOnly("m");
            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(50));
            assertThat(gateway.get("/admin/jobs").body()).contains("\"waiting-files\":0");
        }
    }
}
