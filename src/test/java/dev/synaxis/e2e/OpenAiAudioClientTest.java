package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionDiarizedSegment;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import com.openai.models.audio.translations.TranslationCreateParams;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client asks for transcripts and translations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiAudioClientTest {

    private static final String HEARD = "one two three four five six seven eight nine";

    private GatewayFixture gateway;
    private OpenAIClient client;
    private Path audio;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = GatewayFixture.start("""
                providers:
                  - { id: mock, dialect: mock, capabilities: [transcription], mock: { reply: "%s" } }
                """.formatted(HEARD));
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
        audio = Files.write(directory.resolve("speech.wav"), FormBody.wav(4.5));
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
    }

    private TranscriptionCreateParams.Builder ask() {
        return TranscriptionCreateParams.builder().model("mock").file(audio);
    }

    @Test
    void shouldReadATranscript() {
        assertThat(client.audio().transcriptions().create(ask().build()).asTranscription().text()).isEqualTo(HEARD);
    }

    @Test
    void shouldReadSegmentsAndWords() {
        TranscriptionVerbose verbose = client.audio().transcriptions().create(ask()
                        .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                        .timestampGranularities(List.of(
                                TranscriptionCreateParams.TimestampGranularity.SEGMENT,
                                TranscriptionCreateParams.TimestampGranularity.WORD))
                        .build())
                .asVerbose();

        assertThat(verbose.validate().duration()).isEqualTo(4.5);
        assertThat(verbose.segments().orElseThrow()).hasSize(2);
        assertThat(verbose.words().orElseThrow()).hasSize(9);
        assertThat(verbose.words().orElseThrow().get(1).start()).isEqualTo(0.5);
    }

    @Test
    void shouldReadWhoSpoke() {
        TranscriptionDiarized diarized = client.audio().transcriptions()
                .create(ask().responseFormat(AudioResponseFormat.DIARIZED_JSON).build()).asDiarized();

        assertThat(diarized.validate().duration()).isEqualTo(4.5);
        assertThat(diarized.segments()).extracting(TranscriptionDiarizedSegment::speaker).containsExactly("A", "A");
    }

    @Test
    void shouldReadEventsToTheirEnd() {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<TranscriptionStreamEvent> events =
                client.audio().transcriptions().createStreaming(ask().build())) {
            events.stream().forEach(event -> {
                if (event.isTranscriptTextDelta()) {
                    text.append(event.asTranscriptTextDelta().delta());
                } else {
                    assertThat(event.asTranscriptTextDone().text()).isEqualTo(HEARD);
                    text.append('.');
                }
            });
        }

        assertThat(text).hasToString(HEARD + ".");
    }

    @Test
    @SuppressWarnings("deprecation") // by the client; OpenAI's API still has it
    void shouldReadATranslation() {
        var params = TranslationCreateParams.builder().model("mock").file(audio).build();

        assertThat(client.audio().translations().create(params).asTranslation().text()).isEqualTo(HEARD);
    }

    @Test
    void shouldThrowTheClientsOwnExceptionWhenTheFileIsEmpty() {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () ->
                client.audio().transcriptions().create(TranscriptionCreateParams.builder().model("mock").file(new byte[0]).build()));

        assertThat(refused.param()).hasValue("file");
        assertThat(refused.code()).hasValue("empty_file");
    }
}
