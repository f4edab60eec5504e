package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.MemoryHealthStore;
import dev.synaxis.state.MemoryQuotaTracker;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.usage.UsageMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of 50,000 chats over 20 providers, with the selector, the ledger and the failover of a gateway and without any
 * wire. The vendors keep books of their own, so that every limit that is passed shows.
 */
class SimulatedDayTest {

    private static final int REQUESTS = 50_000;
    private static final Duration DAY = Duration.ofDays(1);
    private static final CamelContext CAMEL = new DefaultCamelContext();

    /** USD per 1M tokens of the paid provider. */
    private static final double INPUT_PRICE = 0.15;

    private static final double OUTPUT_PRICE = 0.6;

    /** groq, cohere, openrouter: their presets; the others: limits as free tiers have them, in every combination. */
    private static final String CONFIG = """
            providers:
              - { id: groq, api-key: k }
              - { id: cohere, api-key: k }
              - { id: openrouter, api-key: k }
              - { id: cerebras, api-key: k, models: [m], limits: { requests-per-minute: 5, tokens-per-minute: 30000, tokens-per-hour: 1000000, tokens-per-day: 1000000 } }
              - { id: sambanova, api-key: k, models: [m], limits: { requests-per-minute: 20, requests-per-day: 20, tokens-per-day: 200000 } }
              - { id: google, api-key: k, limits: { reset: "00:00 America/Los_Angeles" }, models: [ { name: pro, limits: { requests-per-minute: 5, requests-per-day: 100, tokens-per-minute: 250000, reset: "00:00 America/Los_Angeles" } }, { name: flash, limits: { requests-per-minute: 10, requests-per-day: 250, tokens-per-minute: 250000, reset: "00:00 America/Los_Angeles" } } ] }
              - { id: mistral, api-key: k, models: [m], limits: { requests-per-minute: 60, tokens-per-minute: 500000, tokens-per-month: 3000000 } }
              - { id: nvidia, api-key: k, models: [m, n], limits: {}, model-limits: { "*": { requests-per-minute: 1, requests-per-day: 900 } } }
              - { id: f9, dialect: openai, base-url: "http://f9/v1", tier: free, models: [m], limits: { requests-per-minute: 15, requests-per-day: 150 } }
              - { id: f10, dialect: openai, base-url: "http://f10/v1", tier: free, models: [m], limits: { requests-per-minute: 10, requests-per-day: 50 } }
              - { id: f11, dialect: openai, base-url: "http://f11/v1", tier: free, models: [m], limits: { tokens-per-minute: 2500 } }
              - { id: f12, dialect: openai, base-url: "http://f12/v1", tier: free, models: [m], limits: { tokens-per-hour: 60000, requests-per-hour: 90 } }
              - { id: f13, dialect: openai, base-url: "http://f13/v1", tier: free, models: [m], limits: { requests-per-month: 1000 } }
              - { id: f14, dialect: openai, base-url: "http://f14/v1", tier: free, models: [m], limits: { tokens-per-day: 100000, requests-per-minute: 3 } }
              - { id: f15, dialect: openai, base-url: "http://f15/v1", tier: free, models: [m], limits: { requests-per-day: 400, reset: "09:00 Asia/Shanghai" } }
              - { id: f16, dialect: openai, base-url: "http://f16/v1", tier: free, models: [m], limits: { requests-per-hour: 20, tokens-per-day: 150000 } }
              - { id: f17, dialect: openai, base-url: "http://f17/v1", tier: free, models: [m, n], limits: { requests-per-minute: 4 }, model-limits: { n: { requests-per-day: 300 } } }
              - { id: f18, dialect: openai, base-url: "http://f18/v1", tier: free, models: [m, n], limits: { requests-per-day: 600 }, model-limits: { "*": { tokens-per-minute: 3000 } } }
              - { id: f19, dialect: openai, base-url: "http://f19/v1", tier: free, models: [m], limits: { tokens-per-month: 400000, requests-per-minute: 30 } }
              - { id: bill, dialect: openai, base-url: "http://bill/v1", tier: paid, models: [m] }
            models:
              - name: any
                candidates: [groq/openai/gpt-oss-120b, groq/openai/gpt-oss-20b, cohere/command-a-03-2025,
                  openrouter/x, cerebras/m, sambanova/m, google/pro, google/flash, mistral/m, nvidia/m, nvidia/n, f9/m, f10/m, f11/m,
                  f12/m, f13/m, f14/m, f15/m, f16/m, f17/m, f17/n, f18/m, f18/n, f19/m, bill/m]
            """;

    private record Book(String provider, QuotaWindow window, Instant start) {}

    private final TestClock clock = new TestClock("2026-11-22T00:00:00Z");
    private final Random random = new Random(20261122);
    private final Map<Book, Long> books = new HashMap<>();
    private final Map<Tier, Integer> answers = new HashMap<>();
    private final Map<String, Integer> answered = new HashMap<>();
    private double saved;
    private double paid;

    @TempDir
    Path directory;

    @Test
    void shouldPassNoLimitAndPayOnlyWhenNobodyIsFree() throws Exception {
        GatewayConfig config = config();
        var health = new MemoryHealthStore(clock);
        var quota = new MemoryQuotaTracker(clock);
        var latencies = new LatencyTracker(clock);
        var ledger = new AttemptLedger(health, quota, latencies, new UsageMeter(new SimpleMeterRegistry(), List.of()),
                new CurrentProviders(), clock);
        var planner = new Planner(new TieredProviderSelector(
                config, health, quota, latencies, (provider, capability) -> false, clock, random));
        Watchdog watchdog = new Watchdog();
        watchdog.close();
        var failover = new Failover(
                config.resilience(), health, quota, new VendorCall(
                        new Dialects(List.of()), watchdog, clock, new Credentials(List.of(), clock)), ledger, random,
                clock::advance);
        MediaFetcher media = new MediaFetcher(new PublicHttp(false, watchdog));

        for (int i = 0; i < REQUESTS; i++) {
            clock.advance(Duration.ofNanos((long) (DAY.toNanos() * 2.0 * random.nextDouble() / REQUESTS)));
            ChatCall work = new ChatCall(OpenAiChatRequest.read(body()), media, clock);
            CallContext call = new CallContext(
                    new CallerHeaders("req_1", null, null), work, null, System.nanoTime(), Duration.ofMinutes(1));
            Exchange exchange = new DefaultExchange(CAMEL);
            call.attachTo(exchange);
            planner.plan(exchange);
            while (failover.next(exchange) != null) {
                answer(call, config);
                ledger.succeeded(call);
            }
            assertThat(call.answered()).isTrue();
        }

        System.out.printf("answers by tier: %s, by provider: %s; paid %.2f USD, saved %.2f USD%n",
                answers, answered, paid, saved);
        books.forEach((book, used) -> assertThat(used).as("%s", book).isLessThanOrEqualTo(book.window().limit()));
        assertThat(answered).as("everybody had work").hasSize(20);
        assertThat(answers).containsOnlyKeys(Tier.FREE, Tier.PAID);
        assertThat(answers.get(Tier.FREE)).isGreaterThan(REQUESTS / 10);
    }

    private GatewayConfig config() throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), CONFIG);
        return new ConfigLoader(Map.of(), directory).load();
    }

    private byte[] body() {
        String words = "word ".repeat(1 + random.nextInt(600));
        return ("{\"model\":\"any\",\"max_tokens\":" + (1 + random.nextInt(1000))
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The vendor answers with as many tokens as it likes, up to what the request allows. */
    private void answer(CallContext call, GatewayConfig config) {
        ProviderSelectionCriteria criteria = call.work.criteria(call.caller);
        Candidate candidate = call.candidate();
        if (candidate.tier() != Tier.FREE) {
            assertThat(free(config, criteria)).as("free at %s", clock.instant()).isNull();
        }
        long output = random.nextLong(1 + criteria.maxOutputTokens());
        call.usage = TokenUsage.of(criteria.inputTokens(), output);
        call.reply = new CapabilityCall.Reply(new byte[0], "application/json", call.usage);
        ProviderConfig provider = candidate.provider();
        for (QuotaWindow window : provider.limits(candidate.upstreamModel())) {
            long takes = takes(window, criteria.inputTokens() + output);
            books.merge(book(provider, window), takes, Long::sum);
        }
        answers.merge(candidate.tier(), 1, Integer::sum);
        answered.merge(provider.id(), 1, Integer::sum);
        double price = (criteria.inputTokens() * INPUT_PRICE + output * OUTPUT_PRICE) / 1e6;
        saved += candidate.tier() == Tier.FREE ? price : 0;
        paid += candidate.tier() == Tier.FREE ? 0 : price;
    }

    /** A candidate of the alias that costs nothing and could take the request, by the vendors' own books. */
    private @Nullable String free(GatewayConfig config, ProviderSelectionCriteria criteria) {
        for (GatewayConfig.Target target : config.models().get("any").candidates()) {
            ProviderConfig provider = config.provider(target.provider());
            boolean fits = provider.tier() == Tier.FREE
                    && provider.limits(target.upstream()).stream().allMatch(window -> books.getOrDefault(book(provider, window), 0L)
                                    + takes(window, criteria.inputTokens() + criteria.maxOutputTokens())
                            <= window.limit());
            if (fits) {
                return target.provider() + "/" + target.upstream();
            }
        }
        return null;
    }

    private Book book(ProviderConfig provider, QuotaWindow window) {
        return new Book(provider.id(), window, window.start(clock.instant()));
    }

    private static long takes(QuotaWindow window, long tokens) {
        return switch (window.unit()) {
            case REQUESTS -> 1;
            case TOKENS -> tokens;
            case IMAGES, AUDIO_SECONDS, CHARACTERS -> 0;
        };
    }
}
