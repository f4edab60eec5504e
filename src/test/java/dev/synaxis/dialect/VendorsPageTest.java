package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synaxis.camel.VendorRoutes;
import dev.synaxis.dialect.aihorde.AiHordeDialect;
import dev.synaxis.dialect.aihorde.AiHordeImageContractTest;
import dev.synaxis.dialect.anthropic.AnthropicChatContractTest;
import dev.synaxis.dialect.anthropic.AnthropicDialect;
import dev.synaxis.dialect.bedrock.BedrockChatContractTest;
import dev.synaxis.dialect.bedrock.BedrockDialect;
import dev.synaxis.dialect.bedrock.BedrockEmbeddingContractTest;
import dev.synaxis.dialect.bedrock.TitanEmbeddingContractTest;
import dev.synaxis.dialect.cloudflare.CloudflareDialect;
import dev.synaxis.dialect.cloudflare.CloudflareImageContractTest;
import dev.synaxis.dialect.cloudflare.CloudflareSpeechTest;
import dev.synaxis.dialect.cohere.CohereChatContractTest;
import dev.synaxis.dialect.cohere.CohereDialect;
import dev.synaxis.dialect.cohere.CohereEmbeddingContractTest;
import dev.synaxis.dialect.deepgram.DeepgramDialect;
import dev.synaxis.dialect.deepgram.DeepgramSpeechTest;
import dev.synaxis.dialect.elevenlabs.ElevenLabsDialect;
import dev.synaxis.dialect.elevenlabs.ElevenLabsSpeechTest;
import dev.synaxis.dialect.fireworks.FireworksDialect;
import dev.synaxis.dialect.fireworks.FireworksImageContractTest;
import dev.synaxis.dialect.gemini.GeminiChatContractTest;
import dev.synaxis.dialect.gemini.GeminiDialect;
import dev.synaxis.dialect.gemini.GeminiEmbeddingContractTest;
import dev.synaxis.dialect.gemini.GeminiImageContractTest;
import dev.synaxis.dialect.gemini.GeminiSpeechTest;
import dev.synaxis.dialect.gemini.ImagenContractTest;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.dialect.local.LocalEmbeddingContractTest;
import dev.synaxis.dialect.mock.MockDialect;
import dev.synaxis.dialect.mock.MockEmbeddingContractTest;
import dev.synaxis.dialect.mock.MockImageContractTest;
import dev.synaxis.dialect.openai.OpenAiChatContractTest;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiEmbeddingContractTest;
import dev.synaxis.dialect.openai.OpenAiImageContractTest;
import dev.synaxis.dialect.replicate.ReplicateDialect;
import dev.synaxis.dialect.replicate.ReplicateImageContractTest;
import dev.synaxis.dialect.stability.StabilityDialect;
import dev.synaxis.dialect.stability.StabilityImageContractTest;
import dev.synaxis.model.ProviderCapability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** {@code docs/vendors.md} says what the contract tests of the dialects and the catalogue of presets say. */
class VendorsPageTest {

    private static final Path PAGE = Path.of("docs/vendors.md");

    private static final List<ChatTranslatorContract> CONTRACTS = List.of(
            new OpenAiChatContractTest(),
            new AnthropicChatContractTest(),
            new GeminiChatContractTest(),
            new CohereChatContractTest(),
            new BedrockChatContractTest());

    private static final List<EmbeddingTranslatorContract> EMBEDDINGS = List.of(
            new OpenAiEmbeddingContractTest(),
            new GeminiEmbeddingContractTest(),
            new CohereEmbeddingContractTest(),
            new BedrockEmbeddingContractTest(),
            new TitanEmbeddingContractTest(),
            new LocalEmbeddingContractTest(),
            new MockEmbeddingContractTest());

    private static final List<ImageTranslatorContract> IMAGES = List.of(
            new OpenAiImageContractTest(),
            new GeminiImageContractTest(),
            new ImagenContractTest(),
            new ReplicateImageContractTest(),
            new AiHordeImageContractTest(),
            new StabilityImageContractTest(),
            new CloudflareImageContractTest(),
            new FireworksImageContractTest(),
            new MockImageContractTest());

    private static final List<Dialect> DIALECTS = List.of(
            new OpenAiDialect(),
            new AnthropicDialect(),
            new GeminiDialect(),
            new CohereDialect(),
            new BedrockDialect(),
            new ElevenLabsDialect(),
            new DeepgramDialect(),
            new ReplicateDialect(),
            new AiHordeDialect(),
            new StabilityDialect(),
            new CloudflareDialect(),
            new FireworksDialect(),
            new LocalDialect(),
            new MockDialect(Map.of()));

    @Test
    void shouldBeWhatTheContractsAndTheCatalogueSay() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean("vendors.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(PAGE)
                .as("out of date; rewrite it with: mvn test -Dtest=VendorsPageTest -Dvendors.write=true")
                .hasContent(wanted);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Vendors

                Written by `VendorsPageTest` from the contract tests of the dialects and `catalog/providers.yaml`; change those, then run
                `mvn test -Dtest=VendorsPageTest -Dvendors.write=true`.

                ## What each dialect carries

                | capability |""");
        DIALECTS.forEach(d -> page.append(' ').append(d.name()).append(" |"));
        page.append("\n|---|").append("---|".repeat(DIALECTS.size())).append('\n');
        for (ProviderCapability capability : ProviderCapability.values()) {
            page.append("| ").append(capability.id()).append(" |");
            DIALECTS.forEach(d -> page.append(' ').append(carries(d, capability)).append(" |"));
            page.append('\n');
        }
        features(page);
        TranscriptionTable.write(page);
        speech(page);
        embeddings(page);
        images(page);
        presets(page);
        FreeTierTable.write(page, catalogue().path("presets"));
        return page.toString();
    }

    private static String carries(Dialect dialect, ProviderCapability capability) {
        if (!dialect.capabilities().contains(capability)) {
            return "-";
        }
        return VendorRoutes.served(capability) ? "yes" : "no endpoint";
    }

    private static void features(StringBuilder page) {
        page.append("""

                ## What becomes of each feature of a chat request

                *yes*: it is on the wire. *warned*: it is dropped or changed, and `x-synaxis-warning` says so. *no*: the translator refuses the request,
                so the next candidate has its turn. Models of one vendor differ; this is the dialect with the model that its contract test names
                for the feature. A request of the openai dialect to a provider of the openai dialect is forwarded as it came.
                """);
        table(page, ChatFeature.values(), CONTRACTS);
    }

    private static <F extends Enum<F> & Feature> void table(
            StringBuilder page, F[] features, List<? extends FeatureContract<F>> contracts) {
        page.append("\n| feature |");
        contracts.forEach(c -> page.append(' ').append(c.dialect()).append(" |"));
        page.append("\n|---|").append("---|".repeat(contracts.size())).append('\n');
        for (F feature : features) {
            page.append("| ").append(feature.label()).append(" |");
            contracts.forEach(c ->
                    page.append(' ').append(FeatureContract.word(c.support().get(feature))).append(" |"));
            page.append('\n');
        }
    }

    private static void speech(StringBuilder page) {
        List<SpeechTranslatorContract> contracts = List.of(
                new GeminiSpeechTest(), new ElevenLabsSpeechTest(), new DeepgramSpeechTest(), new CloudflareSpeechTest());
        page.append("""

                ## What becomes of a request for speech

                A provider of the openai dialect gets the request as it came. A format that a dialect does not carry is left to the next candidate,
                or refused with a 400 that names `response_format`. The mock speaks wav and pcm.

                | field |""");
        contracts.forEach(c -> page.append(' ').append(c.dialect().name()).append(" |"));
        page.append("\n|---|").append("---|".repeat(contracts.size())).append('\n');
        for (String format : SpeechTranslatorContract.FORMATS) {
            page.append("| response_format ").append(format).append(" |");
            contracts.forEach(c -> page.append(c.formats().contains(format) ? " yes |" : " no |"));
            page.append('\n');
        }
        for (String field : List.of("speed", "instructions")) {
            page.append("| ").append(field).append(" |");
            contracts.forEach(c -> page.append(c.warned().contains(field) ? " warned |" : " yes |"));
            page.append('\n');
        }
    }

    private static void embeddings(StringBuilder page) {
        page.append("""

                ## What becomes of each feature of an embedding request

                The words are those of the table of chat. A provider of the openai dialect gets the request as it came, but for what its `compat` says; what
                is beyond OpenAI's own fields only some of them know. `local` gives 384 numbers and no other length. Vectors come as the client asks for them,
                whatever form the vendor gives. A list that is longer than the vendor takes is asked for in parts. Gemini: `gemini-embedding-001`; models of the second kind are told the task and the title in the text, as Google documents.
                """);
        table(page, EmbeddingFeature.values(), EMBEDDINGS);
        page.append("| inputs at once |");
        EMBEDDINGS.forEach(c -> page.append(' ').append(c.most()).append(" |"));
        page.append('\n');
    }

    private static void images(StringBuilder page) {
        page.append("""

                ## What becomes of each feature of a request for pictures

                The words are those of the table of chat. A provider of the openai dialect gets the request as it came, but for what its `compat` says and for
                `response_format`, which GPT image models refuse: pictures become URLs or base64 as the client asks in any case. A whole answer to a request for a
                stream is one event for each picture. More pictures than the vendor draws in a call are drawn in several calls.
                """);
        table(page, ImageFeature.values(), IMAGES);
        page.append("| pictures in a call |");
        IMAGES.forEach(c -> page.append(' ').append(c.most() == 0 ? "`n`" : c.most()).append(" |"));
        page.append('\n');
    }

    private static void presets(StringBuilder page) throws IOException {
        page.append("""

                ## Presets

                A preset is on when its key variable is set, unless it is said to be off. *Read* is the day on which the vendor's page was read.
                None was tried with a live key. Capabilities are the vendor's;
                where its dialect does not carry one (above), the next provider has its turn.

                | preset | dialect | key variable | tier | capabilities | state | source | read |
                |---|---|---|---|---|---|---|---|
                """);
        for (JsonNode preset : catalogue().path("presets")) {
            StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
            row.add('`' + preset.path("id").asText() + '`');
            row.add(preset.path("dialect").asText());
            row.add(keys(preset));
            row.add(preset.path("tier").asText("paid"));
            row.add(capabilities(preset));
            row.add(state(preset));
            row.add(preset.path("source").asText());
            row.add(preset.path("read").asText());
            page.append(row);
        }
    }

    private static JsonNode catalogue() throws IOException {
        try (InputStream in = VendorsPageTest.class.getResourceAsStream("/catalog/providers.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    private static String keys(JsonNode preset) {
        List<String> keys = new ArrayList<>();
        preset.path("key").forEach(k -> keys.add('`' + k.asText() + '`'));
        return keys.isEmpty() ? "none" : String.join(", ", keys);
    }

    /** Those that the preset names, else all that the dialect carries. */
    private static String capabilities(JsonNode preset) {
        List<String> ids = new ArrayList<>();
        preset.path("capabilities").forEach(c -> ids.add(c.asText()));
        if (ids.isEmpty()) {
            DIALECTS.stream()
                    .filter(d -> d.name().equals(preset.path("dialect").asText()))
                    .forEach(d -> d.capabilities().stream().sorted().forEach(c -> ids.add(c.id())));
        }
        return String.join(", ", ids);
    }

    private static String state(JsonNode preset) {
        if (!preset.path("enabled").asBoolean(true)) {
            return "off: " + preset.path("reason").asText();
        }
        if (preset.path("id").asText().equals("local")) {
            return "always on";
        }
        return preset.path("key").isEmpty() ? "on where a file lists it" : "on with its key";
    }
}
