package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that go on while the configuration changes. */
class FilesReloadTest {

    @TempDir
    private Path home;

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private JobScene scene;
    private Path file;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws IOException {
        scene = new JobScene(home.resolve("inbox"));
        file = home.resolve("synaxis.yaml");
        configure("a", "spent");
        gateway = GatewayFixture.watching(file);
    }

    @AfterEach
    void close() {
        gateway.close();
        vendor.close();
    }

    private void configure(String provider, String key) throws IOException {
        Path written = home.resolve("new.yaml");
        Files.writeString(written, """
                providers:
                  - { id: %1$s, dialect: openai, base-url: "%2$s", capabilities: [embedding], models: [m], api-key: %3$s }
                inbound:
                  files: { directory: "%4$s", model: m, settle: 50ms, poll: 50ms, progress: 50ms, batch: 5, in-flight: 3 }
                """.formatted(provider, vendor.url("/" + provider), key, scene.directory));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void reload(String provider, String key) throws IOException {
        configure(provider, key);
        assertThat(gateway.post("/admin/reload", "").statusCode()).isEqualTo(200);
    }

    /** Texts that were asked for and not refused. */
    private List<String> answered() {
        return vendor.requests().stream()
                .filter(request -> !"Bearer spent".equals(request.header("authorization")))
                .flatMap(request -> JobScene.texts(request).stream())
                .toList();
    }

    private void complete(int lines) {
        assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(lines));
        assertThat(scene.output("a.txt")).extracting(line -> line.path("line").intValue()).isEqualTo(JobScene.upTo(lines));
        assertThat(scene.errors("a.txt")).isEmpty();
        assertThat(answered()).hasSize(lines).doesNotHaveDuplicates();
    }

    @Test
    void shouldLoseAndDoubleNoLineWhenTheConfigurationIsReplacedInTheMidst() throws IOException {
        int lines = 600;
        for (String id : List.of("a", "b")) {
            vendor.on("/" + id + "/embeddings")
                    .answer(request -> JobScene.vectors(request).delayHeaders(Duration.ofMillis(30)));
        }
        reload("a", "full");
        scene.drop("a.txt", JobScene.lines(lines));

        int swaps = 0;
        while (swaps < 4) {
            int before = vendor.requests().size();
            eventually("the job goes on", () -> vendor.requests().size() > before + 3);
            reload(swaps++ % 2 == 0 ? "b" : "a", "full");
        }
        JsonNode manifest = scene.ended("a.txt");

        complete(lines);
        assertThat(manifest.path("providers")).extracting(share -> share.path("provider").textValue())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(manifest.path("done").intValue()).isEqualTo(lines);
    }

    @Test
    void shouldWaitWhereAProviderIsOutOfCreditAndGoOnWithItsNewKey() throws IOException {
        int lines = 60;
        vendor.on("/a/embeddings").answer(request -> "Bearer spent".equals(request.header("authorization"))
                ? Reply.json(429, OpenAiWire.insufficientQuota().body())
                : JobScene.vectors(request));
        scene.drop("a.txt", JobScene.lines(lines));

        eventually("the job waits and says why", () ->
                gateway.get("/admin/jobs/a.txt").body().contains("\"state\":\"waiting\",\"waiting-for\":\""));
        Path progress = scene.directory.resolve("running/a.txt/progress.json");
        eventually("its progress file says it, too", () -> text(progress).contains("\"state\":\"waiting\""));
        int refused = vendor.requests().size();
        reload("a", "full");
        scene.ended("a.txt");

        complete(lines);
        // each of the calls in flight at most
        assertThat(refused).isLessThanOrEqualTo(3);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
