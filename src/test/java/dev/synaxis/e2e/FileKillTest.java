package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed again and again while it works on a file. */
class FileKillTest {

    private static final int KILLS = 20;
    private static final int LINES = 6_000;
    private static final int BATCH = 10;
    private static final int IN_FLIGHT = 3;

    @TempDir
    Path home;

    @Test
    void shouldLoseAndDoubleNoLineWhenKilledAtRandomMoments() throws Exception {
        JobScene scene = new JobScene(home.resolve("inbox"));
        Random random = new Random();
        try (ScriptedVendor vendor = ScriptedVendor.start()) {
            vendor.on(JobScene.EMBEDDINGS).answer(request ->
                    JobScene.vectors(request).delayHeaders(Duration.ofMillis(2 + random.nextInt(10))));
            Files.writeString(home.resolve("synaxis.yaml"), scene.yaml(
                    vendor, "batch: %d, in-flight: %d, checkpoint: 20ms".formatted(BATCH, IN_FLIGHT)));
            scene.drop("a.txt", JobScene.lines(LINES));
            int killed = 0;
            int atWork = 0;
            while (killed < KILLS && !Files.exists(scene.results("a.txt"))) {
                int before = vendor.requests().size();
                GatewayProcess gateway = GatewayProcess.start(home, Map.of(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
                try {
                    // now and then before it works at all, mostly in the midst of it
                    int calls = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(25);
                    awaitCalls(vendor, before + calls);
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(30_000)));
                } finally {
                    gateway.close();
                    gateway.exit(Duration.ofMinutes(1));
                }
                killed++;
                atWork += vendor.requests().size() > before ? 1 : 0;
            }
            assertThat(killed).isEqualTo(KILLS);
            assertThat(atWork).isGreaterThan(KILLS / 2);
            try (GatewayProcess gateway = GatewayProcess.start(home, Map.of())) {
                gateway.port();
                assertThat(scene.ended("a.txt", Duration.ofSeconds(90)).path("done").intValue()).isEqualTo(LINES);
            }

            assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(LINES));
            assertThat(scene.output("a.txt")).extracting(line -> line.path("line").intValue())
                    .isEqualTo(JobScene.upTo(LINES));
            assertThat(scene.errors("a.txt")).isEmpty();
            assertThat(home.resolve("inbox/done/a.txt")).hasContent(JobScene.lines(LINES));
            assertThat(home.resolve("inbox/running/a.txt")).doesNotExist();
            asked(vendor.requests(), atWork);
        }
    }

    @Test
    void shouldBeTakenUpByAnotherGatewayWhenItsOwnDies() throws Exception {
        JobScene scene = new JobScene(home.resolve("inbox"));
        try (ScriptedVendor vendor = ScriptedVendor.start()) {
            vendor.on(JobScene.EMBEDDINGS)
                    .answer(request -> JobScene.vectors(request).delayHeaders(Duration.ofMillis(60)));
            String yaml = scene.yaml(vendor, "batch: 10, in-flight: 2, checkpoint: 0ms");
            Files.writeString(home.resolve("synaxis.yaml"), yaml);
            scene.drop("a.txt", JobScene.lines(3_000));
            GatewayProcess first = GatewayProcess.start(home, Map.of());
            try (GatewayFixture second = startedAtWork(vendor, yaml)) {
                assertThat(second.get("/admin/jobs").body()).contains("\"a.txt\"");
                assertThat(second.metric("synaxis_job_lines_total{result=\"done\"}")).isZero();
                first.close();
                first.exit(Duration.ofMinutes(1));

                scene.ended("a.txt", Duration.ofSeconds(90));

                assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(3_000));
                assertThat(second.metric("synaxis_job_lines_total{result=\"done\"}")).isBetween(10.0, 2_990.0);
            } finally {
                first.close();
            }
        }
    }

    private static GatewayFixture startedAtWork(ScriptedVendor vendor, String yaml) {
        awaitCalls(vendor, 5);
        return GatewayFixture.start(yaml);
    }

    /** Everything was asked for; asked again was no more than what a killed gateway had not yet vouched for. */
    private static void asked(List<RecordedRequest> requests, int kills) {
        Map<String, Integer> asked = new HashMap<>();
        requests.forEach(request -> JobScene.texts(request).forEach(text -> asked.merge(text, 1, Integer::sum)));
        int calls = asked.values().stream().mapToInt(Integer::intValue).sum() / BATCH;

        assertThat(asked).hasSize(LINES);
        // in flight, and done in the 20 ms since the last checkpoint and while it was written
        assertThat(calls - LINES / BATCH).isLessThan(kills * (2 * IN_FLIGHT + 25));
    }

    private static void awaitCalls(ScriptedVendor vendor, int calls) {
        vendor.awaitRequests(calls, Duration.ofMinutes(1));
    }
}
