package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;
import dev.synaxis.state.Claims;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a provider that is left alone whether it is back, shortly before calls would return to it. An answer ends the pause and
 * closes the breaker; a failure renews both by the failure table. One of the gateways that share their state asks.
 *
 * <p>Only what a call can show is probed: a refused key, and what opens breakers. When a rate limit or a quota ends, only time
 * shows.
 */
public final class Prober implements AutoCloseable {

    /** After so many in a row that failed the pause runs out, and the next call is the probe: nobody is asked for ever. */
    static final int MOST_IN_A_ROW = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration CLAIMED_BEYOND = Duration.ofMinutes(1);

    private final List<Subject> subjects;
    private final HealthStore health;
    private final Breakers breakers;
    private final Claims claims;
    private final ProbeCalls calls;
    private final ProbeBoard board;
    private final Clock clock;
    /** By name in the health store; of those that are left alone. */
    private final Map<String, Watched> watched = new HashMap<>();

    private volatile boolean closed;

    /** What may be left alone: a provider, or one of several keys of it. */
    private record Subject(ProviderConfig provider, @Nullable ProviderKey key) {

        static Stream<Subject> of(ProviderConfig provider) {
            Stream<Subject> whole = Stream.of(new Subject(provider, null));
            return provider.keys().size() == 1
                    ? whole
                    : Stream.concat(whole, provider.keys().stream().map(key -> new Subject(provider, key)));
        }

        /** Its name in the health store. */
        String name() {
            return key == null ? provider.id() : key.health();
        }
    }

    /** A subject that is left alone. */
    private static final class Watched {
        private final Instant returns;
        /** Whether there is time for a probe, and somebody to ask. */
        private final boolean possible;
        /** Probes that failed in a row. */
        private final AtomicInteger failures;
        private boolean asked;

        Watched(Instant returns, boolean possible, AtomicInteger failures) {
            this.returns = returns;
            this.possible = possible;
            this.failures = failures;
        }

        boolean wanted() {
            return possible && !asked && failures.get() < MOST_IN_A_ROW;
        }
    }

    public Prober(
            List<ProviderConfig> providers,
            HealthStore health,
            Breakers breakers,
            Claims claims,
            ProbeCalls calls,
            ProbeBoard board,
            Clock clock) {
        this.subjects = providers.stream()
                .filter(p -> p.baseUrl() != null && p.resilience().probe().enabled() && p.resilience().cooldown().enabled())
                .flatMap(Subject::of)
                .toList();
        this.health = health;
        this.breakers = breakers;
        this.claims = claims;
        this.calls = calls;
        this.board = board;
        this.clock = clock;
    }

    /** Begins, where anybody may be probed. */
    public void start(ProducerTemplate routes) {
        if (!subjects.isEmpty()) {
            Thread.ofVirtual().name("synaxis-prober").start(() -> run(routes));
        }
    }

    private void run(ProducerTemplate routes) {
        while (!closed) {
            try {
                look(routes);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("Providers could not be probed");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void look(ProducerTemplate routes) {
        List<Cooldown> pauses = health.cooldowns();
        if (pauses.isEmpty() && watched.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        for (Subject subject : subjects) {
            Watched due = due(subject, returns(subject, pauses, now), now);
            if (due != null) {
                due.asked = true;
                board.plan(subject.name(), null);
                Thread.ofVirtual().name("probe-" + subject.name()).start(() -> probe(routes, subject, due));
            }
        }
    }

    /** The subject's watch, where its probe is due now; else null. */
    private @Nullable Watched due(Subject subject, @Nullable Instant returns, Instant now) {
        String name = subject.name();
        Watched one = watched.get(name);
        if (returns == null) {
            if (one != null) {
                watched.remove(name);
                board.plan(name, null);
            }
            return null;
        }
        Duration ahead = subject.provider().resilience().probe().timeout();
        if (one == null || !one.returns.equals(returns)) {
            boolean time = !returns.isBefore(now.plus(ahead.multipliedBy(2)));
            boolean possible = time && target(subject.provider()) != null;
            one = new Watched(returns, possible, one == null ? new AtomicInteger() : one.failures);
            watched.put(name, one);
            board.plan(name, one.wanted() ? returns.minus(ahead) : null);
        }
        return one.wanted() && !now.isBefore(returns.minus(ahead)) ? one : null;
    }

    /** When calls would return to the subject; null where they are there, or where no probe shows whether they may. */
    private @Nullable Instant returns(Subject subject, List<Cooldown> pauses, Instant now) {
        Instant last = now;
        for (Cooldown pause : pauses) {
            if (pause.model() == null && pause.provider().equals(subject.name())) {
                if (!shown(pause.reason())) {
                    return null;
                }
                last = pause.until();
            } else if (pause.model() == null && pause.provider().equals(subject.provider().id())) {
                // while the whole provider is left alone, none of its keys is asked
                return null;
            }
        }
        if (subject.key() == null) {
            for (ProviderCapability capability : ProbeTargets.CAPABILITIES) {
                Instant opens = breakers.opensAt(subject.name(), capability);
                last = opens != null && opens.isAfter(last) ? opens : last;
            }
        }
        // Redis keeps milliseconds
        return last.isAfter(now) ? last.truncatedTo(ChronoUnit.MILLIS) : null;
    }

    /** Whether a call shows that what this failure said is over. */
    private static boolean shown(FailureKind reason) {
        return switch (reason) {
            case AUTHENTICATION, OVERLOADED, TIMEOUT, NETWORK, MALFORMED_REPLY -> true;
            case INVALID_REQUEST,
                    CONTEXT_LENGTH,
                    UNSUPPORTED,
                    MODEL_NOT_FOUND,
                    RATE_LIMITED,
                    QUOTA_EXHAUSTED,
                    CONTENT_FILTERED,
                    CLIENT_CLOSED,
                    INTERNAL_ERROR -> false;
        };
    }

    private void probe(ProducerTemplate routes, Subject subject, Watched due) {
        Target target = target(subject.provider());
        Cooldown pause = pause(subject);
        Duration left = Duration.between(clock.instant(), due.returns);
        String claim = "probe:" + subject.name() + ":" + due.returns.toEpochMilli();
        if (target == null || !left.isPositive() || !claims.take(claim, left.plus(CLAIMED_BEYOND))) {
            return;
        }
        // counted before it has failed: the pause that a failure renews is looked at by another thread
        int before = due.failures.getAndIncrement();
        switch (calls.ask(routes, target.candidate(), subject.key(), target.capability(), left)) {
            case BACK -> {
                due.failures.set(0);
                if (pause != null && pause.equals(pause(subject))) {
                    health.clear(subject.name(), null);
                }
            }
            case AWAY -> {}
            case UNKNOWN -> due.failures.set(before);
        }
    }

    /** What is asked for, and of whom. */
    private record Target(ProviderCapability capability, Candidate candidate) {}

    /** That whose breaker is open, else the first that the provider has; null for none. */
    private @Nullable Target target(ProviderConfig provider) {
        ProviderCapability chosen = null;
        for (ProviderCapability capability : ProbeTargets.CAPABILITIES) {
            if (provider.capabilities().contains(capability)
                    && (chosen == null || breakers.opensAt(provider.id(), capability) != null)) {
                chosen = capability;
            }
        }
        Candidate candidate = chosen == null ? null : calls.target(provider, chosen);
        return chosen == null || candidate == null ? null : new Target(chosen, candidate);
    }

    private @Nullable Cooldown pause(Subject subject) {
        return health.cooldowns().stream()
                .filter(pause -> pause.provider().equals(subject.name()) && pause.model() == null)
                .findFirst()
                .orElse(null);
    }

    /** Begins no more probes; one under way ends within its time. */
    @Override
    public void close() {
        closed = true;
    }
}
