package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose files cannot be written for a while. */
class FilesTroubleTest {

    private static final int LINES = 200;

    @TempDir
    Path home;

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private JobScene scene;

    @BeforeEach
    void scene() {
        scene = new JobScene(home.resolve("inbox"));
        vendor.on(JobScene.EMBEDDINGS)
                .answer(request -> JobScene.vectors(request).delayHeaders(Duration.ofMillis(10)));
    }

    @AfterEach
    void close() {
        vendor.close();
    }

    private GatewayFixture gateway() {
        return GatewayFixture.start(scene.yaml(vendor, "batch: 5, in-flight: 2, checkpoint: 20ms"));
    }

    private static void awaitTrouble(GatewayFixture gateway, String why) {
        eventually("the job says what keeps it: " + why, () -> {
            HttpResponse<String> job = gateway.get("/admin/jobs/a.txt");
            return job.body().contains("\"state\":\"waiting\"") && job.body().contains(why);
        });
    }

    private List<String> asked() {
        return vendor.requests().stream().flatMap(request -> JobScene.texts(request).stream()).toList();
    }

    private void complete() {
        JsonNode manifest = scene.ended("a.txt");
        assertThat(manifest.path("state").textValue()).isEqualTo("finished");
        assertThat(manifest.has("waiting-for")).isFalse();
        assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(LINES));
        assertThat(scene.errors("a.txt")).isEmpty();
    }

    /** A job that another gateway has left, and whose results have no room. */
    @Test
    void shouldAskNobodyWhileTheDiskIsFullAndGoOnAfterwards() throws IOException {
        Path job = Files.createDirectories(scene.directory.resolve("running/a.txt"));
        Files.writeString(Files.createDirectory(job.resolve("input")).resolve("a.txt"), JobScene.lines(LINES));
        Path results = Files.createSymbolicLink(job.resolve("output.jsonl"), Path.of("/dev/full"));
        Path room = Files.createDirectories(job.resolve(".probe/full")).getParent();
        try (GatewayFixture gateway = gateway()) {
            awaitTrouble(gateway, "No space left on device");
            assertThat(Files.readString(job.resolve("progress.json"))).contains("No space left on device");
            awaitTrouble(gateway, ".probe");
            int before = vendor.requests().size();
            Files.delete(results);
            String told = told(job);
            eventually("it has tried again", () -> !told(job).equals(told));
            assertThat(vendor.requests()).hasSize(before);

            Files.delete(room.resolve("full"));
            Files.delete(room);

            complete();
        }
    }

    private static String told(Path job) {
        try {
            return Files.readString(job.resolve("progress.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepAFinishedJobUntilTheOutboxCanBeWritten() throws IOException {
        try (GatewayFixture gateway = gateway()) {
            Path outbox = scene.directory.resolve("outbox");
            Files.delete(outbox);
            Files.createFile(outbox);
            scene.drop("a.txt", JobScene.lines(LINES));

            awaitTrouble(gateway, "outbox");
            assertThat(GatewayFixture.json(gateway.get("/admin/jobs/a.txt")).path("done").intValue()).isEqualTo(LINES);
            Files.delete(outbox);

            complete();
            assertThat(asked()).hasSize(LINES);
            assertThat(new HashSet<>(asked())).hasSize(LINES);
            assertThat(scene.directory.resolve("done/a.txt")).hasContent(JobScene.lines(LINES));
        }
    }
}
