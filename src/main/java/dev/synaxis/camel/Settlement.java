package dev.synaxis.camel;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.inbound.AccessLog;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.Outcome;
import dev.synaxis.usage.UsageAccounts;
import dev.synaxis.usage.UsageMeter;
import dev.synaxis.usage.UsageRecord;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The step that closes a call: the successful attempt's ledger, the call's metrics, and its one line in the log. */
public final class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.NAME);

    private final AttemptLedger ledger;
    private final UsageMeter meter;
    private final CostEstimator costs;
    private final UsageAccounts accounts;
    private final Clock clock;

    public Settlement(
            AttemptLedger ledger, UsageMeter meter, CostEstimator costs, UsageAccounts accounts, Clock clock) {
        this.ledger = ledger;
        this.meter = meter;
        this.costs = costs;
        this.accounts = accounts;
        this.clock = clock;
    }

    public void settle(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        call.settled = true;
        boolean succeeded = call.answered() && call.lastFailure == null;
        if (succeeded) {
            ledger.succeeded(call);
        }
        ledger.refund(call);
        Outcome outcome = outcome(call, succeeded);
        Duration took = Duration.ofNanos(System.nanoTime() - call.startedNanos);
        CallPrice price = CallPrice.of(call, costs);
        call.price = price;
        UsageRecord usage = usage(call, price, outcome, took);
        meter.finished(usage);
        accounts.finished(usage);
        if (LOG.isInfoEnabled()) {
            log(call, price, outcome, took);
        }
    }

    /** Gives back what a call had reserved that ended in an exception outside every attempt. */
    public void abandon(Exchange exchange) {
        CallContext call = CallContext.orNull(exchange);
        if (call != null) {
            ledger.refund(call);
        }
    }

    /** Closes a probe. It is no client's call, but what it used counts like any other's. */
    Outcome probed(CallContext call) {
        call.settled = true;
        if (call.answered()) {
            ledger.succeeded(call);
        }
        Outcome outcome = outcome(call, call.answered());
        Duration took = Duration.ofNanos(System.nanoTime() - call.startedNanos);
        UsageRecord usage = usage(call, CallPrice.of(call, costs), outcome, took);
        meter.probed(usage);
        accounts.finished(usage);
        return outcome;
    }

    private static Outcome outcome(CallContext call, boolean succeeded) {
        if (succeeded) {
            return Outcome.OK;
        }
        if (call.clientGone() || call.lastFailure != null && call.lastFailure.kind() == FailureKind.CLIENT_CLOSED) {
            return Outcome.failed(FailureKind.CLIENT_CLOSED);
        }
        return call.reported == null ? unplanned(call.plan) : Outcome.failed(call.reported.kind());
    }

    /** Nobody was asked: because nobody knows the model, because nobody can do it, or because nobody is there now. */
    private static Outcome unplanned(@Nullable Plan plan) {
        FailureKind unfit = plan == null ? null : plan.unfit();
        if (unfit != null) {
            return Outcome.failed(unfit);
        }
        return plan != null && !plan.modelKnown() ? Outcome.failed(FailureKind.MODEL_NOT_FOUND) : Outcome.NO_PROVIDER;
    }

    private UsageRecord usage(CallContext call, CallPrice price, Outcome outcome, Duration took) {
        Candidate candidate = call.current;
        TokenUsage tokens = call.chargedInAll();
        return new UsageRecord(
                clock.instant(),
                call.work.capability(),
                call.key,
                candidate == null ? null : candidate.provider().id(),
                candidate == null ? null : candidate.upstreamModel(),
                candidate == null ? null : candidate.tier(),
                tokens,
                call.usage == null ? call.charged() : TokenUsage.NONE,
                call.unitsInAll(),
                price.cost(),
                price.saved(),
                took,
                call.committed ? Duration.ofNanos(call.firstTokenNanos - call.startedNanos) : null,
                outcome);
    }

    private static void log(CallContext call, CallPrice price, Outcome outcome, Duration took) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("requestId", call.caller.requestId())
                .addKeyValue("capability", call.work.capability());
        Candidate candidate = call.current;
        if (candidate != null) {
            line = line.addKeyValue("provider", candidate.provider().id())
                    .addKeyValue("model", candidate.upstreamModel())
                    .addKeyValue("tier", candidate.tier().id());
        }
        line = line.addKeyValue("attempt", call.calls)
                .addKeyValue("outcome", outcome.id())
                .addKeyValue("latencyMs", took.toMillis());
        if (!call.clientGone()) {
            line = line.addKeyValue("statusCode", ReplyStatus.of(call));
        }
        if (call.committed) {
            line = line.addKeyValue("ttftMs", (call.firstTokenNanos - call.startedNanos) / 1_000_000);
        }
        TokenUsage usage = call.usage == null ? call.earlier : call.earlier.plus(call.usage);
        if (!usage.equals(TokenUsage.NONE)) {
            line = line.addKeyValue("inputTokens", usage.input()).addKeyValue("outputTokens", usage.output());
        }
        line = counted(line, "images", call.unitsInAll().images());
        line = counted(line, "audioSeconds", call.unitsInAll().audioSeconds());
        line = counted(line, "characters", call.unitsInAll().characters());
        line = usd(line, "cost", price.cost());
        line = usd(line, "saved", price.saved());
        line.log("Call finished");
    }

    private static LoggingEventBuilder usd(LoggingEventBuilder line, String key, @Nullable Double amount) {
        return amount == null ? line : line.addKeyValue(key, CallPrice.text(amount));
    }

    private static LoggingEventBuilder counted(LoggingEventBuilder line, String key, Number count) {
        return count.doubleValue() > 0 ? line.addKeyValue(key, count) : line;
    }
}
