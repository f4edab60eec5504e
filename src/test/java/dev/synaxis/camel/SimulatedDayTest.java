package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.LearnedLimits;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of 50,000 chats in rushes over 20 providers, with the selector, the ledger and the failover of a gateway and without any
 * wire. The vendors keep books of their own, so that every limit that is passed shows.
 */
class SimulatedDayTest {

    private static final int REQUESTS = 50_000;
    /** Requests of a minute, which are followed by minutes of quiet. */
    private static final int RUSH = 200;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofDays(1).dividedBy(REQUESTS / RUSH).minus(MINUTE);
    private static final CamelContext CAMEL = new DefaultCamelContext();

    /** USD per 1M tokens of the paid provider. */
    private static final double INPUT_PRICE = 0.15;

    private static final double OUTPUT_PRICE = 0.6;

    /** The free tiers of chat that the catalogue knows the limits of, second accounts of most, and some of one's own. */
    private static final String CONFIG = """
            providers:
              - { id: groq, api-key: k }
              - { id: cohere, api-key: k }
              - { id: openrouter, api-key: k }
              - { id: cerebras, api-key: k }
              - { id: sambanova, api-key: k }
              - { id: google, api-key: k }
              - { id: cloudflare, api-key: k }
              - { id: nvidia, api-key: k }
              - { id: kilocode, api-key: k }
              - { id: groq-keys, preset: groq, api-keys: [k1, k2, k3] }
              - { id: cohere-keys, preset: cohere, api-keys: [k1, k2] }
              - { id: sambanova-keys, preset: sambanova, api-keys: [k1, k2, k3, k4] }
              - { id: google-keys, preset: google, api-keys: [k1, k2] }
              - { id: groq-b, preset: groq, api-key: k }
              - { id: openrouter-b, preset: openrouter, api-key: k }
              - { id: cerebras-b, preset: cerebras, api-key: k }
              - { id: cloudflare-b, preset: cloudflare, api-key: k }
              - { id: house, dialect: openai, base-url: "http://house/v1", tier: free, models: [m], limits: { concurrent-requests: 2 } }
              - { id: mixed, dialect: openai, base-url: "http://mixed/v1", tier: free, models: [m, n], limits: { requests-per-minute: 4, tokens-per-hour: 60000 }, model-limits: { n: { requests-per-day: 300 } } }
              - { id: bill, dialect: openai, base-url: "http://bill/v1", tier: paid, models: [m] }
            models:
              - name: any
                candidates:
                  - groq/openai/gpt-oss-120b
                  - groq/openai/gpt-oss-20b
                  - groq/llama-3.1-8b-instant
                  - cohere/command-r7b-12-2024
                  - openrouter/google/gemma-4-31b-it:free
                  - cerebras/gpt-oss-120b
                  - cerebras/qwen-3.8-27b
                  - sambanova/gpt-oss-120b
                  - sambanova/DeepSeek-V3.1
                  - google/gemini-3.8-flash
                  - google/gemini-3.5-flash-lite
                  - cloudflare/@cf/openai/gpt-oss-120b
                  - nvidia/openai/gpt-oss-20b
                  - kilocode/nvidia/nemotron-3-super-120b-a12b:free
                  - groq-keys/openai/gpt-oss-120b
                  - cohere-keys/command-r7b-12-2024
                  - sambanova-keys/gpt-oss-120b
                  - google-keys/gemini-3.8-flash
                  - groq-b/llama-3.3-70b-versatile
                  - openrouter-b/google/gemma-4-31b-it:free
                  - cerebras-b/gpt-oss-120b
                  - cloudflare-b/@cf/openai/gpt-oss-120b
                  - house/m
                  - mixed/m
                  - mixed/n
                  - bill/m
            """;

    /** A vendor's own count of what one key has used. */
    private record Book(String ledger, QuotaWindow window, Instant start) {}

    /** A call of the provider whose calls last. */
    private record UnderWay(CallContext call, Instant end) {}

    private final TestClock clock = new TestClock("2026-11-22T00:00:00Z");
    private final Random random = new Random(20261122);
    private final Map<Book, Long> books = new HashMap<>();
    private final PriorityQueue<UnderWay> underWay = new PriorityQueue<>(Comparator.comparing(UnderWay::end));
    private final Map<Tier, Integer> answers = new HashMap<>();
    private final Map<String, Integer> answered = new HashMap<>();
    private int most;
    private double saved;
    private double paid;

    @TempDir
    Path directory;

    @Test
    void shouldPassNoLimitAndPayOnlyWhenNobodyIsFree() throws Exception {
        GatewayConfig config = config();
        var health = new MemoryHealthStore(clock);
        var quota = new MemoryQuotaTracker(clock);
        var limits = new LearnedLimits(quota);
        var latencies = new LatencyTracker(clock);
        var ledger = new AttemptLedger(health, quota, latencies, new UsageMeter(new SimpleMeterRegistry(), List.of()),
                new CurrentProviders(), clock);
        var planner = new Planner(new TieredProviderSelector(
                config, health, limits, latencies, (provider, capability) -> false, clock, random));
        Watchdog watchdog = new Watchdog();
        watchdog.close();
        var failover = new Failover(
                config.resilience(), health, limits, new VendorCall(
                        new Dialects(List.of()), watchdog, clock, new Credentials(List.of(), clock), new LimitListener(limits)), ledger, random,
                clock::advance);
        MediaFetcher media = new MediaFetcher(new PublicHttp(false, watchdog));

        for (int i = 0; i < REQUESTS; i++) {
            clock.advance(i % RUSH == 0
                    ? QUIET
                    : Duration.ofNanos((long) (MINUTE.toNanos() * 2.0 * random.nextDouble() / RUSH)));
            for (UnderWay first = underWay.peek(); first != null && !first.end().isAfter(clock.instant()); first = underWay.peek()) {
                ledger.succeeded(underWay.remove().call());
            }
            ChatCall work = new ChatCall(OpenAiChatRequest.read(body()), media, clock);
            CallContext call = new CallContext(
                    new CallerHeaders("req_1", null, null), work, null, System.nanoTime(), Duration.ofMinutes(1));
            Exchange exchange = new DefaultExchange(CAMEL);
            call.attachTo(exchange);
            planner.plan(exchange);
            while (failover.next(exchange) != null) {
                answer(call, config);
                if (lasts(call.candidate().provider())) {
                    underWay.add(new UnderWay(call, clock.instant().plusSeconds(5 + random.nextInt(55))));
                    most = Math.max(most, underWay.size());
                } else {
                    ledger.succeeded(call);
                }
            }
            assertThat(call.answered()).isTrue();
        }

        System.out.printf("answers by tier: %s, by provider: %s; paid %.2f USD, saved %.2f USD%n",
                answers, answered, paid, saved);
        assertThat(most).as("calls of house under way").isEqualTo(2);
        books.forEach((book, used) -> assertThat(used).as("%s", book).isLessThanOrEqualTo(book.window().limit()));
        assertThat(answered).as("everybody had work").hasSize(20);
        assertThat(answers).containsOnlyKeys(Tier.FREE, Tier.PAID);
        assertThat(answers.get(Tier.FREE)).isGreaterThan(REQUESTS / 4);
    }

    private GatewayConfig config() throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), CONFIG);
        return new ConfigLoader(Map.of("CLOUDFLARE_ACCOUNT_ID", "a"), directory).load();
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
            if (!window.atOnce()) {
                long takes = takes(window, call.usage);
                books.merge(book(call.providerKey(), window), takes, Long::sum);
            }
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
            TokenUsage tokens = TokenUsage.of(criteria.inputTokens(), criteria.maxOutputTokens());
            boolean fits = provider.tier() == Tier.FREE
                    && provider.keys().stream().anyMatch(key -> provider.limits(target.upstream()).stream()
                            .allMatch(window -> fits(key, window, tokens)));
            if (fits) {
                return target.provider() + "/" + target.upstream();
            }
        }
        return null;
    }

    private boolean fits(ProviderKey key, QuotaWindow window, TokenUsage tokens) {
        return window.atOnce()
                ? underWay.size() < window.limit()
                : books.getOrDefault(book(key, window), 0L) + takes(window, tokens) <= window.limit();
    }

    private Book book(ProviderKey key, QuotaWindow window) {
        return new Book(key.ledger(), window, window.start(clock.instant()));
    }

    private static boolean lasts(ProviderConfig provider) {
        return provider.limits().stream().anyMatch(QuotaWindow::atOnce);
    }

    private static long takes(QuotaWindow window, TokenUsage tokens) {
        return switch (window.unit()) {
            case REQUESTS -> 1;
            case TOKENS -> tokens.input() + tokens.output();
            case INPUT_TOKENS -> tokens.input();
            case OUTPUT_TOKENS -> tokens.output();
            case IMAGES, AUDIO_SECONDS, CHARACTERS -> 0;
            case NEURONS -> window.neurons(tokens, Units.NONE);
        };
    }
}
