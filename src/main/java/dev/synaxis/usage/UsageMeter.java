package dev.synaxis.usage;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ProviderCapability;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts calls, attempts, tokens and times. Every meter is looked up once; to count is an array access and an addition. */
public final class UsageMeter {

    private static final FailureKind[] KINDS = FailureKind.values();
    private static final ProviderCapability[] CAPABILITIES = ProviderCapability.values();
    private static final int OK = KINDS.length;
    private static final int NO_PROVIDER = KINDS.length + 1;
    private static final Refusal[] REFUSALS = Refusal.values();
    static final int OUTCOMES = KINDS.length + 2 + REFUSALS.length;
    /** In the place of the capability of a request that was turned away before it had one. */
    private static final String NO_CAPABILITY = "none";

    private final Slots<Counter> requests;
    private final MeterRegistry registry;
    private final Map<String, ProviderMeters[]> providers = new ConcurrentHashMap<>();
    private final LongAdder activeRequests = new LongAdder();
    private final LongAdder activeStreams = new LongAdder();

    /** @param providers ids of the configured providers; others are not counted */
    public UsageMeter(MeterRegistry registry, List<String> providers) {
        requests = new Slots<>((CAPABILITIES.length + 1) * OUTCOMES, slot -> Counter.builder("synaxis.requests")
                .description("Finished requests")
                .tag("capability", capability(slot / OUTCOMES))
                .tag("outcome", outcome(slot % OUTCOMES).id())
                .register(registry));
        this.registry = registry;
        providers(providers);
        active(registry, "synaxis.requests.active", "Requests in flight", activeRequests);
        active(registry, "synaxis.streams.active", "Streams being written to clients", activeStreams);
    }

    /** Counts for these providers too; what was counted for others stays. */
    public void providers(List<String> ids) {
        ids.forEach(id -> providers.computeIfAbsent(id, provider -> {
            ProviderMeters[] meters = new ProviderMeters[CAPABILITIES.length];
            for (ProviderCapability capability : CAPABILITIES) {
                meters[capability.ordinal()] = new ProviderMeters(registry, provider, capability);
            }
            return meters;
        }));
    }

    private static void active(MeterRegistry registry, String name, String description, LongAdder count) {
        Gauge.builder(name, count, LongAdder::sum).description(description).register(registry);
    }

    private static String capability(int index) {
        return index < CAPABILITIES.length ? CAPABILITIES[index].id() : NO_CAPABILITY;
    }

    static Outcome outcome(int slot) {
        if (slot < KINDS.length) {
            return Outcome.failed(KINDS[slot]);
        }
        if (slot == OK) {
            return Outcome.OK;
        }
        return slot == NO_PROVIDER ? Outcome.NO_PROVIDER : Outcome.refused(REFUSALS[slot - NO_PROVIDER - 1]);
    }

    private static int slot(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered() -> OK;
            case Outcome.NobodyAsked() -> NO_PROVIDER;
            case Outcome.Failed(FailureKind kind) -> kind.ordinal();
            case Outcome.Refused(Refusal why) -> NO_PROVIDER + 1 + why.ordinal();
        };
    }

    /** Counts a finished call; its times only where it was answered, so that quick failures do not flatter them. */
    public void finished(UsageRecord call) {
        int outcome = slot(call.outcome());
        requests.get(call.capability().ordinal() * OUTCOMES + outcome).increment();
        ProviderMeters meters = meters(call.provider(), call.capability());
        if (meters == null) {
            return;
        }
        used(meters, call);
        if (outcome == OK) {
            meters.request(call.latency());
        }
        Duration firstToken = call.timeToFirstToken();
        if (firstToken != null) {
            meters.firstToken(firstToken);
        }
    }

    /** Counts a probe, and what it used. */
    public void probed(UsageRecord probe) {
        ProviderMeters meters = meters(probe.provider(), probe.capability());
        if (meters != null) {
            meters.probe(slot(probe.outcome()));
            used(meters, probe);
        }
    }

    private static void used(ProviderMeters meters, UsageRecord call) {
        meters.tokens(call.tokens());
        meters.estimated(call.estimated());
        meters.units(call.units());
        meters.money(call.cost(), call.saved());
    }

    /**
     * Counts a request that ended before it had a plan.
     *
     * @param capability null where it had not even come to one
     */
    public void refused(@Nullable ProviderCapability capability, Outcome outcome) {
        int index = capability == null ? CAPABILITIES.length : capability.ordinal();
        requests.get(index * OUTCOMES + slot(outcome)).increment();
    }

    /** Counts one call to one candidate. */
    public void attempt(String provider, ProviderCapability capability, @Nullable FailureKind failure) {
        ProviderMeters meters = meters(provider, capability);
        if (meters != null) {
            meters.attempt(failure == null ? OK : failure.ordinal());
        }
    }

    private @Nullable ProviderMeters meters(@Nullable String provider, ProviderCapability capability) {
        ProviderMeters[] meters = provider == null ? null : providers.get(provider);
        return meters == null ? null : meters[capability.ordinal()];
    }

    /** A request has come in; {@link #requestEnded} follows, whatever happens. */
    public void requestStarted() {
        activeRequests.increment();
    }

    public void requestEnded() {
        activeRequests.decrement();
    }

    /** The first event of a stream is being written; {@link #streamEnded} follows, whatever happens. */
    public void streamStarted() {
        activeStreams.increment();
    }

    public void streamEnded() {
        activeStreams.decrement();
    }
}
