package dev.synaxis.usage;

import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageMeterTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UsageMeter meter = new UsageMeter(registry, List.of("groq", "openai"));

    private static UsageRecord call(
            ProviderCapability capability, @Nullable String provider, TokenUsage tokens, Outcome outcome) {
        return new UsageRecord(
                Instant.EPOCH,
                capability,
                "anonymous",
                provider,
                provider == null ? null : "m",
                provider == null ? null : Tier.FREE,
                tokens,
                TokenUsage.of(0, tokens.output() / 2),
                Units.NONE,
                0.25,
                0.5,
                Duration.ofMillis(400),
                capability == CHAT ? Duration.ofMillis(80) : null,
                outcome);
    }

    private List<String> lines() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void shouldCountRequestsByCapabilityAndOutcome() {
        meter.finished(call(CHAT, "groq", TokenUsage.NONE, Outcome.OK));
        meter.finished(call(CHAT, "groq", TokenUsage.NONE, Outcome.OK));
        meter.finished(call(EMBEDDING, "openai", TokenUsage.NONE, Outcome.failed(FailureKind.RATE_LIMITED)));
        meter.finished(call(CHAT, null, TokenUsage.NONE, Outcome.NO_PROVIDER));

        assertThat(lines())
                .contains(
                        "synaxis_requests_total{capability=\"chat\",outcome=\"ok\"} 2.0",
                        "synaxis_requests_total{capability=\"embedding\",outcome=\"rate_limited\"} 1.0",
                        "synaxis_requests_total{capability=\"chat\",outcome=\"no_available_provider\"} 1.0");
    }

    @Test
    void shouldCountTokensByType() {
        meter.finished(call(CHAT, "groq", new TokenUsage(100, 40, 0, 20, 5, 120), Outcome.OK));
        meter.finished(call(CHAT, "groq", TokenUsage.of(1, 0), Outcome.failed(FailureKind.CLIENT_CLOSED)));

        assertThat(lines())
                .filteredOn(line -> line.startsWith("synaxis_tokens_total"))
                .containsExactlyInAnyOrder(
                        "synaxis_tokens_total{capability=\"chat\",provider=\"groq\",type=\"input\"} 101.0",
                        "synaxis_tokens_total{capability=\"chat\",provider=\"groq\",type=\"cached_input\"} 40.0",
                        "synaxis_tokens_total{capability=\"chat\",provider=\"groq\",type=\"output\"} 20.0",
                        "synaxis_tokens_total{capability=\"chat\",provider=\"groq\",type=\"reasoning\"} 5.0");
    }

    @Test
    void shouldTellWhichTokensNobodyCounted() {
        meter.finished(call(CHAT, "groq", TokenUsage.of(100, 20), Outcome.OK));

        assertThat(lines())
                .filteredOn(line -> line.startsWith("synaxis_tokens_estimated_total"))
                .containsExactly("synaxis_tokens_estimated_total{capability=\"chat\",provider=\"groq\",type=\"output\"} 10.0");
    }

    @Test
    void shouldCountWhatIsNotCountedInTokens() {
        UsageRecord chat = call(CHAT, "groq", TokenUsage.NONE, Outcome.OK);
        for (Units units : List.of(Units.images(3), Units.audioSeconds(1.5), Units.characters(40), Units.images(1))) {
            meter.finished(new UsageRecord(chat.at(), ProviderCapability.IMAGE_GENERATION, "k", "groq", "m",
                    Tier.FREE, TokenUsage.NONE, TokenUsage.NONE, units, null, null, chat.latency(), null, Outcome.OK));
        }

        String labels = "{capability=\"image-generation\",provider=\"groq\"} ";
        assertThat(lines()).contains(
                "synaxis_images_total" + labels + "4.0",
                "synaxis_audio_seconds_total" + labels + "1.5",
                "synaxis_characters_total" + labels + "40.0");
    }

    @Test
    void shouldAddUpWhatCallsCostAndSaved() {
        meter.finished(call(CHAT, "groq", TokenUsage.NONE, Outcome.OK));
        meter.finished(call(CHAT, "groq", TokenUsage.NONE, Outcome.OK));

        assertThat(lines()).contains(
                "synaxis_cost_usd_total{capability=\"chat\",provider=\"groq\"} 0.5",
                "synaxis_saved_usd_total{capability=\"chat\",provider=\"groq\"} 1.0");
    }

    @Test
    void shouldCountAttemptsByKind() {
        meter.attempt("groq", CHAT, FailureKind.OVERLOADED);
        meter.attempt("openai", CHAT, null);
        meter.attempt("nobody", CHAT, null);

        assertThat(lines())
                .filteredOn(line -> line.startsWith("synaxis_attempts_total"))
                .containsExactlyInAnyOrder(
                        "synaxis_attempts_total{capability=\"chat\",outcome=\"overloaded\",provider=\"groq\"} 1.0",
                        "synaxis_attempts_total{capability=\"chat\",outcome=\"ok\",provider=\"openai\"} 1.0");
    }

    @Test
    void shouldMeasureTimesInBuckets() {
        meter.finished(call(CHAT, "groq", TokenUsage.NONE, Outcome.OK));
        meter.finished(call(EMBEDDING, "groq", TokenUsage.NONE, Outcome.OK));

        assertThat(lines())
                .contains(
                        "synaxis_request_seconds_bucket{capability=\"chat\",provider=\"groq\",le=\"0.25\"} 0",
                        "synaxis_request_seconds_bucket{capability=\"chat\",provider=\"groq\",le=\"0.5\"} 1",
                        "synaxis_request_seconds_sum{capability=\"chat\",provider=\"groq\"} 0.4",
                        "synaxis_time_to_first_token_seconds_bucket{capability=\"chat\",provider=\"groq\",le=\"0.1\"} 1")
                .noneMatch(line -> line.startsWith("synaxis_time_to_first_token_seconds") && line.contains("embedding"));
    }

    @Test
    void shouldNotMeasureTheTimeOfFailures() {
        meter.finished(call(EMBEDDING, "groq", TokenUsage.NONE, Outcome.failed(FailureKind.NETWORK)));

        assertThat(lines()).noneMatch(line -> line.startsWith("synaxis_request_seconds"));
    }

    @Test
    void shouldShowWhatIsInFlight() {
        meter.requestStarted();
        meter.requestStarted();
        meter.streamStarted();
        meter.requestEnded();

        assertThat(lines()).contains("synaxis_requests_active 1.0", "synaxis_streams_active 1.0");
    }
}
