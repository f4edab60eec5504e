package dev.synaxis.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Tier;
import dev.synaxis.routing.Plan.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every plan, whatever the configuration, the health, the quotas and the request. */
class PlanPropertyTest {

    private static final List<String> NAMES = List.of("m0", "m1", "m2", "org/m3");
    private static final FailureKind[] REASONS = {
        FailureKind.RATE_LIMITED, FailureKind.AUTHENTICATION, FailureKind.OVERLOADED, FailureKind.QUOTA_EXHAUSTED
    };

    @Test
    void shouldHoldForRandomConfigurationsAndStates() {
        int candidates = 0;
        int empty = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Gateway gateway = gateway(random);
            ProviderSelectionCriteria criteria = criteria(gateway, random);

            Plan plan = gateway.selector().select(criteria);

            String what = "seed " + seed + ", " + criteria;
            shouldHold(what, gateway, criteria, plan);
            assertThat(gateway.selector().select(criteria)).as(what).isEqualTo(plan);
            candidates += plan.candidates().size();
            empty += plan.candidates().isEmpty() ? 1 : 0;
        }
        assertThat(candidates).isGreaterThan(3_000);
        assertThat(empty).isBetween(100, 2_000);
    }

    private static void shouldHold(String what, Gateway gateway, ProviderSelectionCriteria criteria, Plan plan) {
        List<Candidate> candidates = plan.candidates();
        Set<String> ids = new HashSet<>();
        for (Candidate one : candidates) {
            String id = id(one.provider().id(), one.upstreamModel());
            assertThat(ids.add(id)).as(what + ": twice " + id).isTrue();
            assertThat(gateway.health.cooldown(one.provider().id(), one.upstreamModel())).as(what + ": " + id).isNull();
            assertThat(gateway.openBreakers).as(what).doesNotContain(one.provider().id() + " " + criteria.capability());
            assertThat(one.provider().capabilities()).as(what).contains(criteria.capability());
            boolean spent = gateway.quota.exhaustedFor(one.provider().id(), one.provider().limits()) != null;
            assertThat(one.ignoresQuota()).as(what + ": " + id).isEqualTo(spent);
            assertThat(one.tier() == Tier.EMERGENCY).as(what + ": " + id).isEqualTo(spent || one.substitute());
        }
        assertThat(candidates).extracting(one -> one.tier().ordinal()).as(what).isSorted();
        assertThat(candidates).extracting(Candidate::substitute).as(what + ": substitutes last").isSorted();

        Set<String> passedOver = new HashSet<>();
        for (Plan.Skipped one : plan.skipped()) {
            String id = id(one.provider(), one.upstreamModel());
            assertThat(one.reason()).as(what).isNotBlank();
            assertThat(passedOver.add(id)).as(what + ": skipped twice " + id).isTrue();
            assertThat(ids.contains(id)).as(what + ": " + id).isEqualTo(one.cause() == Cause.QUOTA);
        }
        ids.addAll(passedOver);
        assertThat(ids).as(what).containsAll(configured(gateway, criteria.model()));
        if (criteria.provider() != null) {
            assertThat(ids).as(what).anyMatch(id -> id.startsWith(criteria.provider() + "/"));
        }
        if (!candidates.isEmpty()) {
            assertThat(plan.modelKnown()).as(what).isTrue();
            assertThat(plan.retryAfter()).as(what).isNull();
        }
    }

    /** Every {@code provider/upstream} that lists the name. */
    private static List<String> configured(Gateway gateway, String name) {
        return gateway.config().providers().stream()
                .flatMap(provider -> provider.models().stream()
                        .filter(model -> model.name().equals(name))
                        .map(model -> id(provider.id(), model.upstream())))
                .toList();
    }

    private static String id(String provider, String upstream) {
        return provider + "/" + upstream;
    }

    private static Gateway gateway(SplittableRandom random) {
        RoutingStrategy[] strategies = RoutingStrategy.values();
        Gateway gateway = new Gateway().strategy(strategies[random.nextInt(strategies.length)]);
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String id = "p" + i;
            List<QuotaWindow> limits = random.nextBoolean()
                    ? List.of()
                    : List.of(new QuotaWindow(Unit.REQUESTS, Period.values()[random.nextInt(4)], 3));
            gateway.provider(
                    id, random.nextBoolean() ? Tier.FREE : Tier.PAID, capabilities(random), limits, models(i, random));
        }
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                gateway.known(name, random.nextBoolean() ? null : 150 + random.nextInt(100), random.nextDouble(), Ability.TOOLS);
            } else if (random.nextBoolean()) {
                gateway.priced(name, Map.of("p" + random.nextInt(6), new Price(random.nextDouble(), 1, null)));
            }
        }
        gateway.alias("alias", targets(random, count));
        gateway.substitutes(NAMES.get(random.nextInt(NAMES.size())), targets(random, count));
        for (ProviderConfig provider : gateway.config().providers()) {
            disturb(gateway, provider, random);
        }
        return gateway;
    }

    private static void disturb(Gateway gateway, ProviderConfig provider, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> gateway.health.coolDown(
                    provider.id(), null, REASONS[random.nextInt(REASONS.length)], Duration.ofSeconds(1 + random.nextInt(90)));
            case 1 -> gateway.health.coolDown(provider.id(), "m0", FailureKind.RATE_LIMITED, Duration.ofSeconds(5));
            case 2 -> gateway.openBreakers.add(provider.id() + " chat");
            case 3, 4 -> {
                if (!provider.limits().isEmpty()) {
                    gateway.spend(provider.id());
                }
            }
            case 5 -> gateway.latencies.record(provider.id(), "m0", Duration.ofMillis(random.nextInt(1_000)));
            case 6, 7 -> {}
            default -> throw new IllegalStateException();
        }
    }

    private static Set<ProviderCapability> capabilities(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Set.of(ProviderCapability.EMBEDDING);
            case 1 -> Set.of(ProviderCapability.CHAT, ProviderCapability.EMBEDDING);
            case 2, 3 -> Set.of(ProviderCapability.CHAT);
            default -> throw new IllegalStateException();
        };
    }

    private static String[] models(int provider, SplittableRandom random) {
        List<String> models = new ArrayList<>();
        for (String name : NAMES) {
            switch (random.nextInt(4)) {
                case 0 -> models.add(name);
                case 1 -> models.add(name + "=up-" + name + "-" + provider);
                case 2 -> models.addAll(List.of(name, name + "=" + name + "-again"));
                case 3 -> {}
                default -> throw new IllegalStateException();
            }
        }
        if (random.nextInt(5) == 0) {
            models.add("*");
        }
        return models.toArray(String[]::new);
    }

    private static String[] targets(SplittableRandom random, int providers) {
        return Stream.generate(() -> id("p" + random.nextInt(providers), NAMES.get(random.nextInt(NAMES.size()))))
                .limit(1 + random.nextInt(4))
                .toArray(String[]::new);
    }

    private static ProviderSelectionCriteria criteria(Gateway gateway, SplittableRandom random) {
        String[] providers = gateway.config().providers().stream().map(ProviderConfig::id).toArray(String[]::new);
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(List.of("alias", "unknown", "up-m0-0"));
        Arrays.stream(providers).forEach(provider -> names.addAll(List.of(provider + "/m0", provider + "/new")));
        @Nullable String header = random.nextInt(3) == 0 ? providers[random.nextInt(providers.length)] : null;
        return new ProviderSelectionCriteria(
                random.nextInt(5) == 0 ? ProviderCapability.EMBEDDING : ProviderCapability.CHAT,
                names.get(random.nextInt(names.size())),
                header,
                random.nextBoolean() ? null : RoutingStrategy.LATENCY,
                random.nextBoolean() ? Set.of() : Set.of(Ability.TOOLS),
                100,
                random.nextInt(200));
    }
}
