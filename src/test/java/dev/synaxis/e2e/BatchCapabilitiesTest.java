package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose lines ask for every capability that there is. */
class BatchCapabilitiesTest {

    private static final String SOUND = "data:audio/wav;base64," + Base64.getEncoder().encodeToString(FormBody.wav(2));
    private static final String PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
            + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    Path home;

    @Test
    void shouldAnswerALineOfEachCapability() {
        JobScene scene = new JobScene(home.resolve("in"));
        String lines = line("chat", "/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]")
                + line("embedding", "/v1/embeddings", "\"input\":\"Hi\"")
                + line("image", "/v1/images/generations", "\"prompt\":\"red\",\"size\":\"256x256\"")
                + line("edit", "/v1/images/edits",
                        "\"prompt\":\"red\",\"size\":\"256x256\",\"images\":[{\"image_url\":\"" + PIXEL + "\"}]")
                + line("speech", "/v1/audio/speech", "\"input\":\"Hi\",\"voice\":\"alloy\",\"response_format\":\"wav\"")
                + line("transcript", "/v1/audio/transcriptions", "\"file\":\"" + SOUND + "\"")
                + line("subtitles", "/v1/audio/transcriptions", "\"response_format\":\"vtt\",\"file\":\"" + SOUND + "\"")
                + line("translation", "/v1/audio/translations",
                        "\"response_format\":\"verbose_json\",\"language\":\"de\",\"file\":\"" + SOUND + "\"")
                + line("no file", "/v1/audio/transcriptions", "\"language\":\"de\"");
        try (GatewayFixture gateway = GatewayFixture.start("""
                providers:
                  - { id: mock }
                inbound:
                  files: { directory: "%s", model: mock, settle: 50ms, poll: 50ms, progress: 100ms }
                """.formatted(scene.directory))) {
            scene.drop("all.jsonl", lines);

            JsonNode manifest = scene.ended("all.jsonl");

            assertThat(scene.errors("all.jsonl")).hasSize(1);
            JsonNode error = scene.errors("all.jsonl").getFirst();
            assertThat(error.path("custom_id").asText()).isEqualTo("no file");
            assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
            assertThat(error.at("/response/body/error/param").asText()).isEqualTo("file");
            List<JsonNode> output = scene.output("all.jsonl");
            assertThat(output).extracting(line -> line.path("custom_id").asText()).containsExactly(
                    "chat", "embedding", "image", "edit", "speech", "transcript", "subtitles", "translation");
            assertThat(output).allMatch(line -> line.at("/response/status_code").asInt() == 200);
            List<JsonNode> bodies = output.stream().map(line -> line.at("/response/body")).toList();
            assertThat(bodies.get(0).at("/choices/0/message/content").asText()).isNotEmpty();
            assertThat(bodies.get(1).at("/data/0/embedding")).isNotEmpty();
            assertThat(bodies.get(2).at("/data/0/b64_json").asText()).startsWith("iVBOR");
            assertThat(bodies.get(3).at("/data/0/b64_json").asText()).startsWith("iVBOR");
            assertThat(bodies.get(4).path("content_type").asText()).isEqualTo("audio/wav");
            assertThat(Base64.getDecoder().decode(bodies.get(4).path("b64_data").asText())).startsWith('R', 'I', 'F', 'F');
            assertThat(bodies.get(5).path("text").asText()).contains("2.0 seconds");
            assertThat(bodies.get(6).isTextual()).isTrue();
            assertThat(bodies.get(6).textValue()).startsWith("WEBVTT\n");
            assertThat(bodies.get(7).path("task").asText()).isEqualTo("translate");
            assertThat(manifest.path("done").asInt()).isEqualTo(8);
            assertThat(manifest.path("failed").asInt()).isEqualTo(1);
            assertThat(gateway.get("/metrics").body()).contains("capability=\"transcription\"");
        }
    }

    private static String line(String id, String url, String fields) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":{\"model\":\"mock/m\","
                + fields + "}}\n";
    }
}
