package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.RateLimitHeaders;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.routing.Candidate;
import dev.synaxis.state.LearnedLimits;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the answers of vendors say of their limits. Nothing that they say can break a call, and nothing waits. */
public final class LimitListener {

    private static final Logger LOG = LoggerFactory.getLogger(LimitListener.class);

    private final LearnedLimits limits;

    public LimitListener(LearnedLimits limits) {
        this.limits = limits;
    }

    /** The head of an answer has come, good or bad. */
    void heard(CallContext call, Dialect dialect, Iterable<Map.Entry<String, String>> headers) {
        Candidate candidate = call.candidate();
        ProviderConfig provider = candidate.provider();
        if (!limits.listens(provider, candidate.upstreamModel())) {
            return;
        }
        try {
            Map<String, String> said = RateLimitHeaders.of(headers);
            if (!said.isEmpty()) {
                limits.heard(
                        provider, call.providerKey(), candidate.upstreamModel(), dialect.limits(said, provider.compat()));
            }
        } catch (RuntimeException e) {
            unheard(call, e);
        }
    }

    /** A whole answer that is none has come. */
    void heard(CallContext call, Dialect dialect, WireReply failure) {
        Candidate candidate = call.candidate();
        try {
            limits.heard(
                    candidate.provider(), call.providerKey(), candidate.upstreamModel(), dialect.limits(failure));
        } catch (RuntimeException e) {
            unheard(call, e);
        }
    }

    private static void unheard(CallContext call, RuntimeException cause) {
        LOG.atError()
                .addKeyValue("requestId", call.caller.requestId())
                .addKeyValue("provider", call.candidate().provider().id())
                .setCause(cause)
                .log("What a provider says of its limits could not be read");
    }
}
