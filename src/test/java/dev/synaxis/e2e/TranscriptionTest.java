package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.wire.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcripts and translations by vendors of each dialect, over real HTTP, in each of OpenAI's formats. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptionTest {

    private static final String PATH = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";
    private static final byte[] WAV = FormBody.wav(3);

    private static final String VERBOSE = """
            {"task":"transcribe","language":"english","duration":3.2,"text":"Hello there. How are you?",
             "segments":[{"id":0,"seek":0,"start":0.0,"end":1.5,"text":" Hello there.","tokens":[1],"temperature":0.0,
                          "avg_logprob":-0.3,"compression_ratio":1.1,"no_speech_prob":0.01},
                         {"id":1,"seek":0,"start":1.5,"end":3661.25,"text":" How are you?","tokens":[2],"temperature":0.0,
                          "avg_logprob":-0.3,"compression_ratio":1.1,"no_speech_prob":0.01}],
             "x_vendor":{"id":"req_1"}}""";

    private ScriptedVendor vendor;
    private GatewayFixture gateway;

    @BeforeAll
    void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start("""
                resilience: { max-retries: 0, breaker: { enabled: false }, cooldown: { enabled: false } }
                providers:
                  - { id: house, dialect: openai, base-url: "VENDOR/house", api-key: sk-house, capabilities: [transcription] }
                  - { id: groq, base-url: "VENDOR/groq", api-key: gsk-key }
                  - { id: google, base-url: "VENDOR/google/v1beta", api-key: g-key, capabilities: [chat, transcription] }
                  - { id: mock, dialect: mock, capabilities: [transcription] }
                  - { id: told, dialect: mock, capabilities: [transcription], mock: { reply: "One two three" } }
                  - { id: broken, dialect: mock, capabilities: [transcription], mock: { reply: "One two three", break-after: 2 } }
                """.replace("VENDOR", vendor.url().toString()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        vendor.close();
    }

    private static FormBody form(String model) {
        return new FormBody().file("file", "speech.wav", "audio/wav", WAV).field("model", model);
    }

    private RecordedRequest last() {
        return vendor.requests().getLast();
    }

    private void house(String body) {
        vendor.on("/house/audio/transcriptions").reset().reply(200, body);
    }

    @Test
    void shouldForwardTheClientsOwnPartsWhenTheVendorSpeaksItsDialect() {
        house("{\"text\":\"Hello.\",\"usage\":{\"type\":\"duration\",\"seconds\":3},\"x\":1}");

        HttpResponse<String> answer = gateway.post(PATH, form("house/whisper-1")
                .field("language", "en").field("chunking_strategy", "auto").field("include[]", "logprobs")
                .field("vendor_field", "kept"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"text\":\"Hello.\",\"usage\":{\"type\":\"duration\",\"seconds\":3},\"x\":1}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("x-synaxis-provider")).hasValue("house");
        List<FormBody.Part> parts = FormBody.of(last());
        assertThat(last().header("authorization")).isEqualTo("Bearer sk-house");
        assertThat(parts.stream().map(FormBody.Part::name)).containsExactly(
                "file", "model", "language", "chunking_strategy", "include[]", "vendor_field");
        assertThat(parts.getFirst().body()).isEqualTo(WAV);
        assertThat(parts.getFirst().filename()).isEqualTo("speech.wav");
        assertThat(parts.getFirst().contentType()).isEqualTo("audio/wav");
        assertThat(FormBody.text(last(), "model")).isEqualTo("whisper-1");
        assertThat(FormBody.text(last(), "vendor_field")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "srt", "vtt"})
    void shouldHandOnWhatTheVendorWroteWhenItHasTheFormat(String format) {
        vendor.on("/house/audio/transcriptions").reset().bytes(200, "text/plain; charset=utf-8", "Grüße.\n".getBytes(
                StandardCharsets.UTF_8));

        HttpResponse<String> answer = gateway.post(PATH, form("house/whisper-1").field("response_format", format));

        assertThat(answer.body()).isEqualTo("Grüße.\n");
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(FormBody.text(last(), "response_format")).isEqualTo(format);
    }

    @Test
    void shouldHandOnSegmentsWordsAndWhatElseTheVendorGives() {
        house(VERBOSE);

        HttpResponse<String> answer = gateway.post(PATH, form("house/whisper-1").field("response_format", "verbose_json")
                .field("timestamp_granularities[]", "word").field("timestamp_granularities[]", "segment"));

        assertThat(answer.body()).isEqualTo(VERBOSE);
        assertThat(FormBody.of(last()).stream().filter(p -> p.name().equals("timestamp_granularities[]"))
                .map(FormBody.Part::text)).containsExactly("word", "segment");
    }

    @Test
    void shouldMakeSubtitlesOfSegmentsWhenTheVendorHasNone() {
        vendor.on("/groq/audio/transcriptions").reset().reply(200, VERBOSE);

        HttpResponse<String> srt = gateway.post(PATH, form("groq/whisper-large-v3").field("response_format", "srt"));

        assertThat(FormBody.text(last(), "response_format")).isEqualTo("verbose_json");
        assertThat(FormBody.text(last(), "timestamp_granularities[]")).isEqualTo("segment");
        assertThat(srt.body()).isEqualTo("""
                1
                00:00:00,000 --> 00:00:01,500
                Hello there.

                2
                00:00:01,500 --> 01:01:01,250
                How are you?

                """);
        assertThat(gateway.post(PATH, form("groq/whisper-large-v3").field("response_format", "vtt")).body()).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:01.500
                Hello there.

                00:00:01.500 --> 01:01:01.250
                How are you?

                """);
    }

    @Test
    void shouldMakeTextOfJsonAndRefuseTimesWhenTheModelKnowsNeither() {
        house("{\"text\":\"Hello.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":30,\"output_tokens\":4,\"total_tokens\":34}}");

        HttpResponse<String> text = gateway.post(PATH, form("house/gpt-4o-transcribe").field("response_format", "text"));
        HttpResponse<String> srt = gateway.post(PATH, form("house/gpt-4o-mini-transcribe").field("response_format", "srt"));

        assertThat(text.body()).isEqualTo("Hello.\n");
        assertThat(srt.statusCode()).isEqualTo(400);
        assertThat(json(srt).at("/error/param").asText()).isEqualTo("response_format");
        assertThat(json(srt).at("/error/message").asText()).contains("gpt-4o-mini-transcribe", "json");
    }

    @Test
    void shouldHandOnEventsAsTheyCome() {
        vendor.on("/house/audio/transcriptions").reset().sse(
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\n",
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"lo.\",\"logprobs\":[]}\n\n",
                "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,"
                        + "\"output_tokens\":5,\"total_tokens\":19}}\n\n");

        HttpResponse<String> answer = gateway.post(PATH, form("house/gpt-4o-transcribe").field("stream", "true"));

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(answer.body().lines().filter(l -> !l.isEmpty()).toList()).containsExactly(
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}",
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"lo.\",\"logprobs\":[]}",
                "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,"
                        + "\"output_tokens\":5,\"total_tokens\":19}}");
        assertThat(FormBody.text(last(), "stream")).isEqualTo("true");
        assertThat(FormBody.of(last()).getFirst().body()).isEqualTo(WAV);
    }

    @Test
    void shouldTellThatAStreamWasCut() {
        vendor.on("/house/audio/transcriptions").reset().sse("data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\n");

        HttpResponse<String> answer = gateway.post(PATH, form("house/gpt-4o-transcribe").field("stream", "true"));

        assertThat(answer.body()).contains("Hel").contains("\"error\"");
    }

    @Test
    void shouldMakeEventsOfAWholeAnswerWhenTheVendorHasNone() {
        house("{\"text\":\"Hello.\"}");

        HttpResponse<String> answer = gateway.post(PATH, form("house/whisper-1").field("stream", "true"));

        assertThat(answer.body().lines().filter(l -> !l.isEmpty()).toList()).containsExactly(
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello.\"}",
                "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello.\"}");
    }

    @Test
    void shouldSendTextWholeWithAWarningWhenEventsAreAskedOfIt() {
        vendor.on("/house/audio/transcriptions").reset().bytes(200, "text/plain", "Hi\n".getBytes());

        HttpResponse<String> answer = gateway.post(PATH,
                form("house/whisper-1").field("stream", "true").field("response_format", "text"));

        assertThat(answer.body()).isEqualTo("Hi\n");
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("stream");
        assertThat(FormBody.of(last()).stream().map(FormBody.Part::name)).doesNotContain("stream");
    }

    @Test
    void shouldTranslate() {
        vendor.on("/house/audio/translations").reset().reply(200, "{\"text\":\"Hello.\"}");

        HttpResponse<String> answer = gateway.post(TRANSLATIONS, form("house/whisper-1").field("prompt", "greetings"));

        assertThat(json(answer).get("text").asText()).isEqualTo("Hello.");
        assertThat(FormBody.text(last(), "prompt")).isEqualTo("greetings");
        assertThat(gateway.post(TRANSLATIONS, form("house/gpt-4o-transcribe")).statusCode()).isEqualTo(400);
    }

    private void gemini(String text) {
        vendor.on("/google/v1beta/models/gemini-2.5-flash:generateContent").reset().reply(200, """
                {"candidates":[{"content":{"role":"model","parts":[{"text":TEXT}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":96,"candidatesTokenCount":5,"totalTokenCount":101}}"""
                .replace("TEXT", Json.string(text)));
    }

    @Test
    void shouldAskGeminiForTheWordsOfTheAudio() {
        gemini("Hello there.\n");

        HttpResponse<String> answer = gateway.post(PATH,
                form("google/gemini-2.5-flash").field("language", "en").field("prompt", "Synaxis").field("temperature", "0.2"));

        JsonNode sent = last().json();
        assertThat(last().header("x-goog-api-key")).isEqualTo("g-key");
        assertThat(sent.at("/contents/0/parts/0/inlineData/mimeType").asText()).isEqualTo("audio/wav");
        assertThat(Base64.getDecoder().decode(sent.at("/contents/0/parts/0/inlineData/data").asText())).isEqualTo(WAV);
        assertThat(sent.at("/contents/0/parts/1/text").asText()).contains("word for word", " en.", "Synaxis");
        assertThat(sent.at("/generationConfig/temperature").asDouble()).isEqualTo(0.2);
        assertThat(json(answer)).isEqualTo(Json.parseOrNull(
                "{\"text\":\"Hello there.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":96,\"output_tokens\":5,\"total_tokens\":101}}"));
    }

    @Test
    void shouldMakeSubtitlesOfGeminisSegments() {
        gemini("{\"language\":\"en\",\"segments\":[{\"start\":\"00:00.500\",\"end\":\"00:02\",\"text\":\"Hello.\"},"
                + "{\"start\":\"01:00:03\",\"end\":\"01:00:04.25\",\"text\":\"Bye.\"}]}");

        HttpResponse<String> answer = gateway.post(PATH, form("google/gemini-2.5-flash").field("response_format", "srt"));

        assertThat(last().json().at("/generationConfig/responseMimeType").asText()).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("""
                1
                00:00:00,500 --> 00:00:02,000
                Hello.

                2
                01:00:03,000 --> 01:00:04,250
                Bye.

                """);
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("estimates");
    }

    @Test
    void shouldGiveWordsAndSpeakersByGeminisOwnModelForTranscripts() {
        vendor.on("/google/v1beta/models/gemini-3.5-transcribe:generateContent").reset().reply(200, """
                {"candidates":[{"content":{"parts":[{"audioTranscription":{"text":"Hello.","speakerLabel":"spk_1","languageCode":"en-US",
                  "words":[{"word":"Hello.","startOffset":"0.250s","endOffset":"0.900s"}]}}]},"finishReason":"STOP"}]}""");

        JsonNode words = json(gateway.post(PATH, form("google/gemini-3.5-transcribe")
                .field("response_format", "verbose_json").field("timestamp_granularities[]", "word")));
        HttpResponse<String> who = gateway.post(PATH, form("google/gemini-3.5-transcribe").field("response_format", "diarized_json"));

        assertThat(words.at("/words/0/start").asDouble()).isEqualTo(0.25);
        assertThat(words.at("/language").asText()).isEqualTo("en-US");
        assertThat(words.has("segments")).isFalse();
        assertThat(json(who).at("/segments/0/speaker").asText()).isEqualTo("A");
        assertThat(json(who).at("/duration").asDouble()).isCloseTo(3, within(0.01));
        assertThat(last().json().at("/generationConfig/audioTranscriptionConfig/diarization").asBoolean()).isTrue();
    }

    @Test
    void shouldMakeSubtitlesOfTurnsWhenTheModelTellsSpeakersApart() {
        house("{\"text\":\"Hi.\",\"duration\":2,\"segments\":[{\"start\":0.5,\"end\":1.5,\"text\":\"Hi.\",\"speaker\":\"A\"}]}");

        HttpResponse<String> vtt = gateway.post(PATH, form("house/gpt-4o-transcribe-diarize")
                .field("response_format", "vtt").field("timestamp_granularities[]", "segment"));

        assertThat(vtt.body()).isEqualTo("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nHi.\n\n");
        assertThat(FormBody.text(last(), "response_format")).isEqualTo("diarized_json");
        assertThat(FormBody.of(last()).stream().map(FormBody.Part::name)).doesNotContain("timestamp_granularities[]");
    }

    @Test
    void shouldRefuseWhatGeminiCannotDo() {
        HttpResponse<String> words = gateway.post(PATH, form("google/gemini-2.5-flash")
                .field("response_format", "verbose_json").field("timestamp_granularities[]", "word"));
        HttpResponse<String> large = gateway.post(PATH, new FormBody()
                .file("file", "speech.wav", "audio/wav", FormBody.wav(2000)).field("model", "google/gemini-2.5-flash"));

        assertThat(json(words).at("/error/param").asText()).isEqualTo("timestamp_granularities");
        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(json(large).at("/error/code").asText()).isEqualTo("unsupported");
        assertThat(json(large).at("/error/message").asText()).contains("20 MB");
    }

    @Test
    void shouldAnswerWithoutAVendor() {
        JsonNode verbose = json(gateway.post(PATH, form("mock/any").field("response_format", "verbose_json")
                .field("timestamp_granularities[]", "word").field("timestamp_granularities[]", "segment")));

        assertThat(verbose.get("text").asText()).contains("speech.wav", "3.0 seconds");
        assertThat(verbose.get("duration").asDouble()).isCloseTo(3.0, within(0.01));
        assertThat(verbose.get("segments")).isNotEmpty();
        assertThat(verbose.get("words").size()).isEqualTo(verbose.get("text").asText().split(" ").length);
        assertThat(gateway.post(PATH, form("told/any").field("response_format", "text")).body()).isEqualTo("One two three\n");
    }

    @Test
    void shouldPlayAStreamAndItsEndAndItsBreak() {
        String whole = gateway.post(PATH, form("told/any").field("stream", "true")).body();
        String broken = gateway.post(PATH, form("broken/any").field("stream", "true")).body();

        assertThat(whole).contains("\"delta\":\"One \"", "\"delta\":\"three\"", "transcript.text.done", "One two three");
        assertThat(broken).contains("\"delta\":\"two \"", "\"error\"").doesNotContain("transcript.text.done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"words\":[]}", "[]", "nonsense", ""})
    void shouldSayThatTheAnswerIsNoneWhenItIsNone(String body) {
        house(body);

        HttpResponse<String> answer = gateway.post(PATH, form("house/whisper-1"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo("provider_malformed_reply");
    }

    @Test
    void shouldNameAFileThatHasNoName() {
        vendor.on("/house/audio/transcriptions").reset().add(Reply.json(200, "{\"text\":\"\"}"));

        HttpResponse<String> answer = gateway.post(PATH, new FormBody()
                .raw("Content-Disposition: form-data; name=\"file\"", WAV).field("model", "house/whisper-1"));

        assertThat(json(answer).get("text").asText()).isEmpty();
        assertThat(FormBody.of(last()).getFirst().filename()).isEqualTo("audio.wav");
        assertThat(FormBody.of(last()).getFirst().contentType()).isEqualTo("audio/wav");
    }
}
