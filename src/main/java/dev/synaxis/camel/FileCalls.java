package dev.synaxis.camel;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.UpstreamModels;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lines of files go the way of every call that no connection waits for. */
public final class FileCalls implements LineCalls {

    private final QueueCalls calls;
    private final ProviderSelector selector;
    private final CostEstimator costs;
    private final GatewayConfig config;
    private final UpstreamModels catalog;
    private final RandomGenerator random;

    public FileCalls(QueueCalls calls, ProviderSelector selector, GatewayConfig config, RandomGenerator random) {
        this.config = config;
        this.catalog = new UpstreamModels(config);
        this.costs = new CostEstimator(config);
        this.calls = calls;
        this.selector = selector;
        this.random = random;
    }

    @Override
    public CompletableFuture<Answer> ask(ProviderCapability capability, byte[] body, Place place) {
        QueueRequest request = request(capability, body);
        QueueReply reply = calls.ask(request);
        TokenUsage usage = reply.usage();
        String provider = reply.provider();
        String model = reply.model();
        Double cost = provider == null || model == null
                ? null
                : cost(provider, model, usage, reply.units());
        return CompletableFuture.completedFuture(new Answer(
                reply.unavailable() ? Verdict.WAIT : Verdict.of(reply.status()),
                reply.status(),
                request.caller().requestId(),
                reply.contentType(),
                reply.body(),
                provider,
                model,
                usage,
                cost,
                usd(reply.headers().get(ReplyHeaders.SAVED)),
                seconds(reply.headers().get("retry-after"))));
    }

    private static double usd(@Nullable String amount) {
        return amount == null ? 0 : Double.parseDouble(amount);
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        return retryAfter == null ? null : Duration.ofSeconds(Long.parseLong(retryAfter));
    }

    @Override
    public boolean available(ProviderCapability capability, byte[] body) {
        return calls.available(request(capability, body));
    }

    private QueueRequest request(ProviderCapability capability, byte[] body) {
        CallerHeaders caller = CallerHeaders.read(CallerHeaders.requestId(null, random), name -> null);
        return new QueueRequest(capability, null, body, caller, null);
    }

    @Override
    public @Nullable Double cost(String provider, String model, @Nullable TokenUsage usage, Units units) {
        return costs.cost(provider, model, usage == null ? TokenUsage.NONE : usage, units);
    }

    /** An alias and a substitute lead to other models; every other name means one model, whoever has it. */
    @Override
    public String model(String asked, String provider, String model) {
        ModelRule rule = config.models().get(asked);
        if (rule == null || rule.candidates().isEmpty() && !rule.substitutes().contains(new Target(provider, model))) {
            return asked;
        }
        ModelInfo known = catalog.find(provider, model);
        return known == null ? provider + "/" + model : known.name();
    }

    /**
     * What everybody who may be asked takes: the fewest texts, and the smallest quota window, since what is larger would
     * never be let through.
     */
    @Override
    public Limits limits(String model) {
        int texts = Integer.MAX_VALUE;
        long tokens = Long.MAX_VALUE;
        for (Candidate candidate : plan(model, selector).candidates()) {
            Integer most = candidate.provider().compat().maxInputs();
            texts = most == null ? texts : Math.min(texts, most);
            for (QuotaWindow window : candidate.provider().limits(candidate.upstreamModel())) {
                if (window.unit() == QuotaWindow.Unit.TOKENS) {
                    tokens = Math.min(tokens, window.limit());
                }
            }
        }
        return new Limits(texts, tokens);
    }

    /** Whether anyone is configured to embed with the model. */
    static boolean knows(String model, ProviderSelector selector) {
        return plan(model, selector).modelKnown();
    }

    private static Plan plan(String model, ProviderSelector selector) {
        return selector.select(new ProviderSelectionCriteria(
                ProviderCapability.EMBEDDING, model, null, null, Set.of(), 1, 0));
    }
}
