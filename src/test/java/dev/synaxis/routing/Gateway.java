package dev.synaxis.routing;

import static java.util.stream.Collectors.toMap;

import dev.synaxis.config.Compat;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Tier;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A selector with everything around it, built up by the test. */
final class Gateway {

    final TestClock clock = new TestClock();
    final FakeHealthStore health = new FakeHealthStore(clock);
    final FakeQuotaTracker quota = new FakeQuotaTracker(clock);
    final LatencyTracker latencies = new LatencyTracker(clock);
    final Set<String> openBreakers = new HashSet<>();
    RandomGenerator random = () -> Long.MAX_VALUE;

    private final List<ProviderConfig> providers = new ArrayList<>();
    private final List<ModelRule> rules = new ArrayList<>();
    private final List<ModelInfo> catalog = new ArrayList<>();
    private RoutingStrategy strategy = RoutingStrategy.PREFERRED;

    Gateway strategy(RoutingStrategy strategy) {
        this.strategy = strategy;
        return this;
    }

    /** @param models {@code name}, or {@code name=upstream} */
    Gateway provider(String id, Tier tier, String... models) {
        return provider(id, tier, Set.of(ProviderCapability.CHAT), List.of(), models);
    }

    Gateway limited(String id, Tier tier, QuotaWindow limit, String... models) {
        return provider(id, tier, Set.of(ProviderCapability.CHAT), List.of(limit), models);
    }

    Gateway provider(
            String id, Tier tier, Set<ProviderCapability> capabilities, List<QuotaWindow> limits, String... models) {
        providers.add(new ProviderConfig(
                id, "openai", null, null, tier, capabilities, Arrays.stream(models).map(Gateway::model).toList(),
                limits, Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(), Compat.NONE, Map.of()));
        return this;
    }

    /** A provider one of whose models has a window of its own. */
    Gateway limitedModel(String id, Tier tier, String limited, QuotaWindow limit, String... models) {
        provider(id, tier, models);
        providers.add(providers.removeLast().withModelLimits(Map.of(limited, List.of(limit))));
        return this;
    }

    private static ProviderModel model(String model) {
        int cut = model.indexOf('=');
        return cut < 0
                ? new ProviderModel(model, model, null)
                : new ProviderModel(model.substring(0, cut), model.substring(cut + 1), null);
    }

    Gateway add(ProviderConfig provider) {
        providers.add(provider);
        return this;
    }

    Gateway known(String name, @Nullable Integer window, @Nullable Double quality, Ability... abilities) {
        return priced(name, window, quality, Map.of(), abilities);
    }

    Gateway priced(String name, Map<String, Price> prices) {
        return priced(name, null, null, prices);
    }

    private Gateway priced(
            String name,
            @Nullable Integer window,
            @Nullable Double quality,
            Map<String, Price> prices,
            Ability... abilities) {
        catalog.add(new ModelInfo(
                name, Map.of(), new ModelTraits(window, null, Set.of(abilities)), prices, quality));
        return this;
    }

    Gateway alias(String name, String... targets) {
        rules.add(new ModelRule(name, targets(targets), List.of()));
        return this;
    }

    Gateway substitutes(String name, String... targets) {
        rules.add(new ModelRule(name, List.of(), targets(targets)));
        return this;
    }

    private static List<Target> targets(String... targets) {
        return Arrays.stream(targets)
                .map(target -> target.split("/", 2))
                .map(parts -> new Target(parts[0], parts[1]))
                .toList();
    }

    void spend(String provider) {
        spend(provider, "");
    }

    /** Uses up what the windows of the provider and those of the upstream model allow. */
    void spend(String provider, String upstream) {
        ProviderConfig config = Objects.requireNonNull(config().provider(provider));
        while (quota.reserve(provider, config.limits(upstream), 1) instanceof FakeQuotaTracker.Reservation) {
            // until nothing is left
        }
    }

    GatewayConfig config() {
        return new GatewayConfig(
                new GatewayConfig.Server(
                        "127.0.0.1", 8080, List.of(), 1 << 20, 1 << 20, false, Duration.ofSeconds(15), Duration.ofSeconds(30), GatewayConfig.ClientTimeouts.DEFAULT),
                strategy,
                null,
                providers,
                Resilience.DEFAULT,
                rules.stream().collect(toMap(ModelRule::name, Function.identity())),
                catalog.stream().collect(toMap(ModelInfo::name, Function.identity())),
                List.of());
    }

    TieredProviderSelector selector() {
        return new TieredProviderSelector(
                config(),
                health,
                new LearnedLimits(quota),
                latencies,
                (provider, capability) -> openBreakers.contains(provider + " " + capability),
                clock,
                random);
    }

    Plan plan(String model) {
        return selector().select(chat(model));
    }

    Plan planAt(String provider, String model) {
        return selector().select(new ProviderSelectionCriteria(
                ProviderCapability.CHAT, model, provider, null, Set.of(), 100, 100));
    }

    static ProviderSelectionCriteria chat(String model, Ability... needs) {
        return new ProviderSelectionCriteria(
                ProviderCapability.CHAT, model, null, null, Set.of(needs), 100, 100);
    }

    /** {@code tier provider/upstream} of each candidate. */
    static List<String> order(Plan plan) {
        return plan.candidates().stream()
                .map(one -> one.tier().id() + " " + one.provider().id() + "/" + one.upstreamModel())
                .toList();
    }

    static List<String> providers(Plan plan) {
        return plan.candidates().stream().map(one -> one.provider().id()).toList();
    }

    /** {@code provider: reason} of each one skipped. */
    static List<String> reasons(Plan plan) {
        return plan.skipped().stream().map(one -> one.provider() + ": " + one.reason()).toList();
    }
}
