package dev.synaxis.camel;

import dev.synaxis.config.ProviderKey;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.Attempt;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.HttpClientEnd;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.model.Warning;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The state of one call, from the front door to the last line of the log. The only mutable thing that a route hands
 * around; it belongs to the thread of the call (the relay of a stream changes it only while that thread waits).
 */
public final class CallContext {

    private static final String PROPERTY = "synaxis.call";
    /** In the place of a client's key: a message of a queue, or a line of a file. */
    private static final String NO_KEY = "queue";

    final CallerHeaders caller;
    final CapabilityCall work;
    /** The client's end of an HTTP call; null for a call from a queue or a file. */
    final @Nullable HttpClientEnd client;
    final long startedNanos;
    /** For all attempts together. */
    final Duration deadline;

    /** From a queue or a file: a candidate whose quota is spent is waited for instead of asked. */
    boolean patient;

    /** What the client's key is called in the accounts; never the key. */
    String key = NO_KEY;

    @Nullable Plan plan;
    /** Candidates whose turn is still to come. */
    final Deque<Candidate> waiting = new ArrayDeque<>();

    @Nullable Candidate current;
    /** The key of the current candidate's provider that is used; null until there is one. */
    @Nullable ProviderKey providerKey;
    /** Keys of that provider that it did not serve this call with. */
    Set<ProviderKey> refusedKeys = Set.of();
    @Nullable Reservation reservation;
    @Nullable WireRequest wire;
    /** Of the current attempt, where the vendor makes its answer in the background and it is not there yet. */
    @Nullable Background background;
    /** The headers that prove to the current candidate who we are. */
    Map<String, String> credentials = Map.of();
    long attemptNanos;
    /** Calls made to the current candidate. */
    int callsToCurrent;
    /** Calls made to all candidates. */
    int calls;

    final List<Attempt> attempts = new ArrayList<>();
    /** The failure of the attempt that just ended; null while none has, or where it went well. */
    @Nullable ProviderFailure lastFailure;
    /** The failure that the client will be told if nobody answers. */
    @Nullable ProviderFailure reported;

    /** Until the first of those is back that the ledger refused; null where it refused none. */
    @Nullable Duration backIn;

    CapabilityCall.@Nullable Reply reply;
    /** A part of the answer has been written: there is no way back to another candidate. */
    boolean committed;
    /** The stream was written to its end, or to the error event that ends it. */
    boolean streamEnded;
    /** The route ended in an exception, and the message is the answer to that. */
    boolean errorWritten;
    /** The call has its line in the log and is counted. */
    boolean settled;

    /** Of the current attempt. */
    @Nullable TokenUsage usage;
    /** Of the attempts before it that answered a part. */
    TokenUsage earlier = TokenUsage.NONE;
    /** The same for each of them. */
    final List<CallPrice.Part> parts = new ArrayList<>();
    /** The attempt that just ended answered a part: the rest is still to be asked for. */
    boolean partAnswered;
    /** What else the current attempt used, as far as it was delivered. */
    Units units = Units.NONE;
    /** Of the attempts before it that answered a part. */
    Units earlierUnits = Units.NONE;
    long deliveredTokens;
    /** Null until the call is settled, which a stream is after its head has been written. */
    @Nullable CallPrice price;
    /** When the first event was written; means something only for a call that is {@link #committed}. */
    long firstTokenNanos;
    List<Warning> warnings = List.of();

    CallContext(CallerHeaders caller, CapabilityCall work, @Nullable HttpClientEnd client, long startedNanos, Duration deadline) {
        this.caller = caller;
        this.work = work;
        this.client = client;
        this.startedNanos = startedNanos;
        this.deadline = deadline;
    }

    static CallContext of(Exchange exchange) {
        CallContext call = exchange.getProperty(PROPERTY, CallContext.class);
        if (call == null) {
            throw new IllegalStateException("no call in exchange " + exchange.getExchangeId());
        }
        return call;
    }

    static @Nullable CallContext orNull(Exchange exchange) {
        return exchange.getProperty(PROPERTY, CallContext.class);
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    Candidate candidate() {
        Candidate candidate = current;
        if (candidate == null) {
            throw new IllegalStateException("no candidate chosen");
        }
        return candidate;
    }

    /** The key that the current candidate is asked with. */
    ProviderKey providerKey() {
        ProviderKey key = providerKey;
        return key == null ? candidate().provider().keys().getFirst() : key;
    }

    WireRequest wireRequest() {
        WireRequest request = wire;
        if (request == null) {
            throw new IllegalStateException("request not translated");
        }
        return request;
    }

    /** Whether the answer is written as it comes. */
    boolean streamed() {
        return work.stream() || client != null && work.asItComes();
    }

    boolean clientGone() {
        return client != null && client.gone();
    }

    /**
     * The tokens that the ledger and the metrics count: the vendor's own numbers, else our estimate of the request and of
     * what was delivered; none where nobody answered.
     */
    TokenUsage charged() {
        TokenUsage counted = usage;
        if (counted != null) {
            return counted;
        }
        return answered()
                ? TokenUsage.of(work.criteria(caller).inputTokens(), deliveredTokens)
                : TokenUsage.NONE;
    }

    /** The tokens of the whole call: of the current attempt, and of those that answered a part before. */
    TokenUsage chargedInAll() {
        return earlier.plus(charged());
    }

    /** What else the whole call used. */
    Units unitsInAll() {
        return earlierUnits.plus(units);
    }

    /** The ledger has no room for the call, until then. */
    void refused(Duration until) {
        backIn = backIn == null || until.compareTo(backIn) < 0 ? until : backIn;
    }

    /** Takes what the current candidate gave. */
    void take(CapabilityCall.Answer answer) {
        usage = answer.usage();
        units = answer.units();
        if (!answer.warnings().isEmpty()) {
            Set<Warning> all = new LinkedHashSet<>(warnings);
            all.addAll(answer.warnings());
            warnings = List.copyOf(all);
        }
        switch (answer) {
            case CapabilityCall.Part _ -> partAnswered = true;
            case CapabilityCall.Reply whole -> reply = whole;
        }
    }

    boolean answered() {
        return reply != null || committed;
    }
}
