package dev.synaxis.camel;

import dev.synaxis.config.Compat;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.failure.Attempt;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.MemoryHealthStore;
import dev.synaxis.state.MemoryQuotaTracker;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.usage.UsageMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** A plan and the outcomes of its attempts, played to the end by the dynamic router's own steps without any waiting. */
final class FailoverLoop {

    private static final int ENDLESS = 1000;
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final MediaFetcher NO_MEDIA = new MediaFetcher(new PublicHttp(false, new Watchdog()));

    final List<Duration> pauses = new ArrayList<>();
    int refusals;

    private final TestClock clock = new TestClock();
    private final MemoryHealthStore health = new MemoryHealthStore(clock);
    private final MemoryQuotaTracker quota = new MemoryQuotaTracker(clock);
    private final Resilience bounds;
    private final Failover failover;
    private final List<Candidate> plan = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private Duration startedAgo = Duration.ZERO;
    private final LeavingClient client = new LeavingClient();
    private @Nullable CallContext played;

    /** What an attempt ends in; neither an exception nor a refusal is a success. */
    private record Outcome(@Nullable RuntimeException thrown, boolean refused) {}

    /** A part of the answer, which uses so many tokens, and then the client is gone. */
    private static final Outcome LAST_PART = new Outcome(null, false);
    static final int PART_TOKENS = 7;

    FailoverLoop() {
        this(Resilience.DEFAULT, 1);
    }

    FailoverLoop(Resilience bounds, long seed) {
        this.bounds = bounds;
        var ledger = new AttemptLedger(
                health, quota, new LatencyTracker(clock), new UsageMeter(new SimpleMeterRegistry(), List.of()),
                new CurrentProviders(), clock);
        Watchdog watchdog = new Watchdog();
        watchdog.close();
        VendorCall vendorCall = new VendorCall(
                new Dialects(List.of()), watchdog, clock, new Credentials(List.of(), clock), new LimitListener(new LearnedLimits(quota)));
        failover = new Failover(bounds, health, new LearnedLimits(quota), vendorCall, ledger, new Random(seed), this::pass);
    }

    private void pass(Duration time) {
        pauses.add(time);
        clock.advance(time);
    }

    FailoverLoop free(String id) {
        return add(id, Tier.FREE, 0, -1);
    }

    FailoverLoop paid(String id) {
        return add(id, Tier.PAID, 0, -1);
    }

    FailoverLoop window(String id, int tokens) {
        return add(id, Tier.PAID, tokens, -1);
    }

    /** A provider that has so many requests left in the minute. */
    FailoverLoop limited(String id, int requests) {
        return add(id, Tier.FREE, 0, requests);
    }

    FailoverLoop any(String id, Random random) {
        Tier tier = Tier.values()[random.nextInt(Tier.values().length)];
        return add(id, tier, random.nextInt(3) * 8000, tier == Tier.EMERGENCY ? -1 : random.nextInt(4) - 1);
    }

    FailoverLoop coolingDown(String id) {
        health.coolDown(id, null, FailureKind.OVERLOADED, Duration.ofMinutes(1));
        return this;
    }

    private FailoverLoop add(String id, Tier tier, int window, int requestsLeft) {
        List<QuotaWindow> limits = List.of();
        if (requestsLeft >= 0) {
            limits = List.of(new QuotaWindow(Unit.REQUESTS, Period.MINUTE, requestsLeft + 1));
            quota.reserve(id, limits, 1);
        }
        ProviderConfig provider = new ProviderConfig(id, "openai", URI.create("http://" + id), null,
                tier == Tier.FREE ? Tier.FREE : Tier.PAID, Set.of(ProviderCapability.CHAT), List.of(), limits,
                Timeouts.DEFAULT, bounds, Map.of(), Compat.NONE, Map.of());
        ModelTraits traits = window == 0 ? null : new ModelTraits(window, null, Set.of());
        plan.add(new Candidate(provider, "m", "m", tier, traits, null, tier == Tier.EMERGENCY, false));
        plan.sort(Comparator.comparing(Candidate::tier));
        return this;
    }

    FailoverLoop fail(FailureKind kind) {
        return fail(kind, null);
    }

    FailoverLoop fail(FailureKind kind, @Nullable Duration retryAfter) {
        outcomes.add(new Outcome(
                new ProviderException(new ProviderFailure(kind, 0, "scripted", null, null, null, retryAfter)), false));
        return this;
    }

    /** The attempt runs into a mistake of the gateway's own. */
    FailoverLoop stumble() {
        outcomes.add(new Outcome(new IllegalStateException("secret"), false));
        return this;
    }

    /** The circuit breaker lets the attempt not through. */
    FailoverLoop refuse() {
        outcomes.add(new Outcome(null, true));
        return this;
    }

    FailoverLoop succeed() {
        outcomes.add(new Outcome(null, false));
        return this;
    }

    FailoverLoop partAndGone() {
        outcomes.add(LAST_PART);
        return this;
    }

    /** Mostly failures that go on. */
    FailoverLoop anyOutcome(Random random) {
        int die = random.nextInt(30);
        if (die == 0) {
            return succeed();
        }
        if (die < 5) {
            return refuse();
        }
        FailureKind[] kinds = Arrays.stream(FailureKind.values())
                .filter(kind -> die < 7 || kind.next() != FailureKind.Next.NONE)
                .toArray(FailureKind[]::new);
        Duration asked = random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(20_000));
        return fail(kinds[random.nextInt(kinds.length)], asked);
    }

    FailoverLoop startedAgo(Duration time) {
        startedAgo = time;
        return this;
    }

    /** Plays the call; when the outcomes are used up, further attempts time out. */
    List<String> run() {
        byte[] body = GatewayFixture.chatBody("m").getBytes(StandardCharsets.UTF_8);
        ChatCall work = new ChatCall(OpenAiChatRequest.read(body), NO_MEDIA, clock);
        CallContext call = new CallContext(new CallerHeaders("req_1", null, null), work, client.end(),
                System.nanoTime() - startedAgo.toNanos(), bounds.deadline());
        call.waiting.addAll(plan);
        played = call;
        Exchange exchange = new DefaultExchange(CAMEL);
        call.attachTo(exchange);
        List<String> asked = new ArrayList<>();
        try {
            for (String endpoint = failover.next(exchange); endpoint != null; endpoint = failover.next(exchange)) {
                asked.add(call.candidate().provider().id());
                if (asked.size() > ENDLESS) {
                    throw new AssertionError("the call does not end: " + asked);
                }
                play(exchange, call, asked.size() - 1);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return asked;
    }

    private void play(Exchange exchange, CallContext call, int attempt) {
        Outcome outcome = attempt < outcomes.size()
                ? outcomes.get(attempt)
                : new Outcome(new ProviderException(FailureKind.TIMEOUT, "no more script"), false);
        if (outcome == LAST_PART) {
            call.partAnswered = true;
            call.usage = TokenUsage.of(PART_TOKENS, 0);
            client.leave();
        } else if (outcome.refused()) {
            refusals++;
            failover.record(exchange);
        } else if (outcome.thrown() != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, outcome.thrown());
            failover.record(exchange);
        } else {
            call.reply = new CapabilityCall.Reply(new byte[0], "application/json", null);
        }
    }

    private CallContext call() {
        CallContext call = played;
        if (call == null) {
            throw new IllegalStateException("not played yet");
        }
        return call;
    }

    List<FailureKind> failures() {
        return call().attempts.stream().map(Attempt::kind).toList();
    }

    /** What the client is told. */
    ProviderFailure reported() {
        return Objects.requireNonNull(call().reported);
    }

    boolean pausing(String id) {
        return health.cooldown(id, "m") != null;
    }

    /** Tokens that the call is charged for. */
    long charged() {
        return call().chargedInAll().total();
    }

    /** Of the windows of a {@link #limited} provider. */
    long requestsUsed(String id) {
        return quota.status(id, plan.getFirst().provider().limits()).windows().getFirst().used();
    }

    /** Whether something is still reserved that the end of the call would give back. */
    boolean reserved() {
        return call().reservation != null;
    }

    boolean answered() {
        return call().answered();
    }

    int calls() {
        return call().calls;
    }

    Tier tier() {
        return call().candidate().tier();
    }
}
