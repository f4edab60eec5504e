package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
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
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.UsageMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of 50,000 chats in rushes over every vendor whose free limits the catalogue knows, and three that are paid, with the
 * selector, the ledger and the failover of a gateway and without any wire. The limits are those of the presets; the vendors keep
 * {@link VendorBooks books of their own}, and now and then one of them asks to be left alone for a while.
 */
class SimulatedDayTest {

    private static final int REQUESTS = 50_000;
    /** Requests of a minute, which are followed by minutes of quiet. */
    private static final int RUSH = 2_000;
    /** One free call in so many is refused. */
    private static final int REFUSED = 1_000;
    /** Models of a vendor that the alias names. */
    private static final int MODELS = 3;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofDays(1).dividedBy(REQUESTS / RUSH).minus(MINUTE);
    private static final CamelContext CAMEL = new DefaultCamelContext();

    private static final List<String> PAID =
            List.of("openai/gpt-6-luna", "deepinfra/openai/gpt-oss-120b", "novita/openai/gpt-oss-120b");

    /** A call that still counts as one of those under way. */
    private record UnderWay(CallContext call, Instant end) {}

    private final TestClock clock = new TestClock("2026-11-22T00:00:00Z");
    private final Random random = new Random(20261122);
    private final PriorityQueue<UnderWay> underWay = new PriorityQueue<>(Comparator.comparing(UnderWay::end));
    private final Map<Tier, Integer> answers = new EnumMap<>(Tier.class);
    private final Map<String, Integer> answered = new TreeMap<>();
    private final MemoryHealthStore health = new MemoryHealthStore(clock);
    private final VendorBooks books;
    private int refusals;
    private double saved;
    private double paid;
    /** What the free answers would have cost at the cheapest of the paid. */
    private double worth;

    @TempDir
    Path directory;

    SimulatedDayTest() throws IOException {
        books = new VendorBooks();
    }

    @Test
    void shouldPassNoLimitAndPayOnlyWhenNobodyIsFree() throws Exception {
        GatewayConfig config = config();
        var quota = new MemoryQuotaTracker(clock);
        var limits = new LearnedLimits(quota);
        var latencies = new LatencyTracker(clock);
        var costs = new CostEstimator(config);
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
                end(underWay.remove().call(), ledger);
            }
            ChatCall work = new ChatCall(OpenAiChatRequest.read(body()), media, clock);
            CallContext call = new CallContext(
                    new CallerHeaders("req_1", null, null), work, null, System.nanoTime(), Duration.ofMinutes(1));
            Exchange exchange = new DefaultExchange(CAMEL);
            call.attachTo(exchange);
            planner.plan(exchange);
            while (failover.next(exchange) != null) {
                if (call.candidate().tier() == Tier.FREE && random.nextInt(REFUSED) == 0) {
                    refuse(exchange);
                    failover.record(exchange);
                } else {
                    answer(call, config, costs, ledger);
                }
            }
            assertThat(call.answered()).isTrue();
        }

        System.out.printf("answers by tier: %s, by vendor: %s; %d refusals; paid %.2f USD, saved %.2f USD; limits filled: %s%n",
                answers, answered, refusals, paid, saved, new TreeMap<>(books.filled()));
        assertThat(books.vendors()).as("vendors with free limits").hasSizeGreaterThanOrEqualTo(20);
        assertThat(answered).as("everybody had work").containsKeys(books.vendors().toArray(String[]::new));
        assertThat(answers).containsOnlyKeys(Tier.FREE, Tier.PAID);
        assertThat(answers.get(Tier.FREE)).isGreaterThan(REQUESTS / 4);
        assertThat(answers.get(Tier.PAID)).isGreaterThan(REQUESTS / 4);
        assertThat(books.filled()).containsKeys("requests-per-minute", "requests-per-hour", "requests-per-day",
                "requests-per-month", "tokens-per-minute", "tokens-per-day", "neurons-per-day");
        assertThat(saved).isCloseTo(worth, within(1e-6)).isPositive();
    }

    /** The vendors as a key alone sets them up, one of them with three keys, and an alias for models of all of them. */
    private GatewayConfig config() throws IOException {
        StringBuilder yaml = new StringBuilder("providers:\n");
        books.vendors().forEach(id -> yaml.append("  - { id: ").append(id).append(switch (id) {
            case "groq" -> ", api-keys: [k1, k2, k3] }\n";
            case "ovhcloud" -> " }\n";
            default -> ", api-key: k }\n";
        }));
        PAID.forEach(model -> yaml.append("  - { id: ").append(vendor(model)).append(", api-key: k }\n"));
        GatewayConfig providers = load(yaml);
        yaml.append("models:\n  - name: any\n    candidates:\n");
        for (String id : books.vendors()) {
            providers.provider(id).models().stream()
                    .filter(model -> chats(model) && !books.limits(id, model.upstream()).isEmpty())
                    .limit(MODELS)
                    .forEach(model -> yaml.append("      - ").append(id).append('/').append(model.upstream()).append('\n'));
        }
        PAID.forEach(model -> yaml.append("      - ").append(model).append('\n'));
        return load(yaml);
    }

    private GatewayConfig load(CharSequence yaml) throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), yaml);
        return new ConfigLoader(Map.of("CLOUDFLARE_ACCOUNT_ID", "a"), directory).load();
    }

    private static String vendor(String model) {
        return model.substring(0, model.indexOf('/'));
    }

    private static boolean chats(ProviderModel model) {
        return model.capabilities() == null || model.capabilities().contains(ProviderCapability.CHAT);
    }

    private byte[] body() {
        String words = "word ".repeat(1 + random.nextInt(600));
        return ("{\"model\":\"any\",\"max_tokens\":" + (1 + random.nextInt(1000))
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void refuse(Exchange exchange) {
        refusals++;
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ProviderException(
                ProviderFailure.of(FailureKind.RATE_LIMITED, 429, "slow down")
                        .withRetryAfter(Duration.ofSeconds(10 + random.nextInt(50)))));
    }

    /** The vendor answers with as many tokens as it likes, up to what the request allows. */
    private void answer(CallContext call, GatewayConfig config, CostEstimator costs, AttemptLedger ledger) {
        ProviderSelectionCriteria criteria = call.work.criteria(call.caller);
        Candidate candidate = call.candidate();
        String id = candidate.provider().id();
        boolean free = candidate.tier() == Tier.FREE;
        if (!free) {
            assertThat(free(config, criteria)).as("free at %s", clock.instant()).isNull();
        }
        long output = random.nextLong(1 + criteria.maxOutputTokens());
        call.usage = TokenUsage.of(criteria.inputTokens(), output);
        call.reply = new CapabilityCall.Reply(new byte[0], "application/json", call.usage);
        if (free) {
            books.take(call.providerKey().ledger(), id, candidate.upstreamModel(),
                    criteria.inputTokens(), output, clock.instant());
            worth += PAID.stream()
                    .mapToDouble(model -> costs.cost(vendor(model), model.substring(model.indexOf('/') + 1), call.usage, Units.NONE))
                    .min()
                    .orElseThrow();
        }
        answers.merge(candidate.tier(), 1, Integer::sum);
        answered.merge(id, 1, Integer::sum);
        CallPrice price = CallPrice.of(call, costs);
        paid += price.cost();
        saved += free ? price.saved() : 0;
        if (free && books.lasts(id, candidate.upstreamModel())) {
            underWay.add(new UnderWay(call, clock.instant().plusSeconds(5 + random.nextInt(55))));
        } else {
            ledger.succeeded(call);
        }
    }

    private void end(CallContext call, AttemptLedger ledger) {
        Candidate candidate = call.candidate();
        books.ended(call.providerKey().ledger(), candidate.provider().id(), candidate.upstreamModel(), clock.instant());
        ledger.succeeded(call);
    }

    /** A candidate of the alias that costs nothing, is not to be left alone and could take the request, by the vendors' own books. */
    private @Nullable String free(GatewayConfig config, ProviderSelectionCriteria criteria) {
        for (GatewayConfig.Target target : config.models().get("any").candidates()) {
            ProviderConfig provider = config.provider(target.provider());
            boolean free = books.vendors().contains(provider.id())
                    && health.cooldown(provider, target.upstream()) == null
                    && provider.keys().stream().anyMatch(key -> health.cooldown(key.health(), target.upstream()) == null
                            && books.room(key.ledger(), provider.id(), target.upstream(), criteria.inputTokens(),
                                    criteria.maxOutputTokens(), clock.instant()));
            if (free) {
                return target.provider() + "/" + target.upstream();
            }
        }
        return null;
    }
}
