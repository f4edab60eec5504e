package dev.synaxis.routing;

import static dev.synaxis.model.Tier.FREE;
import static dev.synaxis.model.Tier.PAID;
import static dev.synaxis.routing.Gateway.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StrategyTest {

    private static Gateway abc(RoutingStrategy strategy) {
        return new Gateway().strategy(strategy).provider("a", PAID, "m").provider("b", PAID, "m").provider("c", PAID, "m");
    }

    @Test
    void shouldKeepTheOrderOfTheConfigurationWhenPreferred() {
        assertThat(providers(abc(RoutingStrategy.PREFERRED).plan("m"))).containsExactly("a", "b", "c");
    }

    @Test
    void shouldPutTheCheapestForThisRequestFirst() {
        // Given: b is cheap to read, c is cheap to write
        Gateway gateway = abc(RoutingStrategy.COST)
                .priced("m", Map.of("b", new Price(1, 10, null), "c", new Price(5, 5, null)));
        TieredProviderSelector selector = gateway.selector();

        // When
        Plan reading = selector.select(criteria(1_000_000, 100_000));
        Plan writing = selector.select(criteria(100_000, 1_000_000));

        // Then: a has no price and is last
        assertThat(providers(reading)).containsExactly("b", "c", "a");
        assertThat(providers(writing)).containsExactly("c", "b", "a");
        assertThat(reading.candidates()).extracting(Candidate::expectedCost).containsExactly(2.0, 5.5, null);
    }

    private static ProviderSelectionCriteria criteria(long input, long output) {
        return new ProviderSelectionCriteria(ProviderCapability.CHAT, "m", null, null, Set.of(), input, output);
    }

    @Test
    void shouldKeepTheOrderOfTheConfigurationWhenTheCostIsTheSame() {
        Gateway gateway = abc(RoutingStrategy.COST).priced("m", Map.of("*", new Price(1, 1, null)));

        assertThat(providers(gateway.plan("m"))).containsExactly("a", "b", "c");
    }

    @Test
    void shouldCountFreeProvidersAsCostingNothing() {
        Gateway gateway = new Gateway()
                .strategy(RoutingStrategy.COST)
                .provider("listed", FREE, "m")
                .provider("house", FREE, "own=m")
                .priced("m", Map.of("*", new Price(1, 1, null)))
                .alias("any", "house/m", "listed/m");

        Plan plan = gateway.plan("any");

        assertThat(providers(plan)).containsExactly("house", "listed");
        assertThat(plan.candidates()).extracting(Candidate::expectedCost).containsExactly(0.0, 0.0);
    }

    @Test
    void shouldPutTheBestFirstAndTheOneWithoutAScoreLast() {
        Gateway gateway = new Gateway()
                .strategy(RoutingStrategy.QUALITY)
                .provider("a", PAID, "unscored", "good", "best")
                .known("unscored", null, null)
                .known("good", null, 70.0)
                .known("best", null, 90.0)
                .alias("any", "a/unscored", "a/good", "a/best");

        assertThat(gateway.plan("any").candidates())
                .extracting(Candidate::upstreamModel)
                .containsExactly("best", "good", "unscored");
    }

    @Test
    void shouldPutTheFastestFirstAndTheUnknownLast() {
        Gateway gateway = abc(RoutingStrategy.LATENCY);
        gateway.latencies.record("b", "m", Duration.ofMillis(400));
        gateway.latencies.record("c", "m", Duration.ofMillis(300));

        assertThat(providers(gateway.plan("m"))).containsExactly("c", "b", "a");
    }

    @Test
    void shouldGiveTheUnknownAShareOfTheTraffic() {
        Gateway gateway = abc(RoutingStrategy.LATENCY);
        gateway.random = new SplittableRandom(20261122);
        gateway.latencies.record("b", "m", Duration.ofMillis(400));
        TieredProviderSelector selector = gateway.selector();

        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            first.merge(providers(selector.select(Gateway.chat("m"))).getFirst(), 1, Integer::sum);
        }

        assertThat(first.get("b")).isCloseTo(9_000, within(150));
        assertThat(first.get("a")).isCloseTo(500, within(100));
        assertThat(first.get("c")).isCloseTo(500, within(100));
    }

    @Test
    void shouldNotExploreWhenAllAreKnown() {
        Gateway gateway = abc(RoutingStrategy.LATENCY);
        gateway.random = () -> 0;
        gateway.latencies.record("a", "m", Duration.ofMillis(500));
        gateway.latencies.record("b", "m", Duration.ofMillis(400));
        gateway.latencies.record("c", "m", Duration.ofMillis(300));

        assertThat(providers(gateway.plan("m"))).containsExactly("c", "b", "a");
    }

    @Test
    void shouldTakeEachInTurnForEachModel() {
        Gateway gateway = abc(RoutingStrategy.ROUND_ROBIN).provider("d", PAID, "other").provider("e", PAID, "other");
        TieredProviderSelector selector = gateway.selector();

        List<List<String>> plans = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            plans.add(providers(selector.select(Gateway.chat("m"))));
        }

        assertThat(plans)
                .containsExactly(List.of("a", "b", "c"), List.of("b", "c", "a"), List.of("c", "a", "b"), List.of("a", "b", "c"));
        assertThat(providers(selector.select(Gateway.chat("other")))).containsExactly("d", "e");
    }

    @Test
    void shouldFollowTheStrategyOfTheRequest() {
        Gateway gateway = abc(RoutingStrategy.PREFERRED).priced("m", Map.of("c", new Price(1, 1, null)));

        Plan plan = gateway.selector().select(new ProviderSelectionCriteria(
                ProviderCapability.CHAT, "m", null, RoutingStrategy.COST, Set.of(), 1, 1));

        assertThat(plan.strategy()).isEqualTo(RoutingStrategy.COST);
        assertThat(providers(plan)).containsExactly("c", "a", "b");
    }

    @Test
    void shouldForgetLatenciesThatAreOld() {
        TestClock clock = new TestClock();
        LatencyTracker latencies = new LatencyTracker(clock);
        latencies.record("a", "m", Duration.ofMillis(100));

        clock.advance(Duration.ofMinutes(30));
        assertThat(latencies.millis("a", "m")).hasValue(100);
        clock.advance(Duration.ofMillis(1));
        assertThat(latencies.millis("a", "m")).isEmpty();
        assertThat(latencies.millis("a", "other")).isEmpty();
        assertThat(latencies.millis("b", "m")).isEmpty();
    }

    @Test
    void shouldCountANewLatencyTheMoreTheOlderTheOthersAre() {
        TestClock clock = new TestClock();
        LatencyTracker latencies = new LatencyTracker(clock);
        latencies.record("a", "m", Duration.ofMillis(100));
        latencies.record("a", "m", Duration.ofMillis(200));
        assertThat(latencies.millis("a", "m").orElseThrow()).isEqualTo(120, within(1e-9));

        clock.advance(Duration.ofMinutes(5));
        latencies.record("a", "m", Duration.ofMillis(200));

        assertThat(latencies.millis("a", "m").orElseThrow()).isEqualTo(0.4 * 120 + 0.6 * 200, within(1e-9));
    }

    @Test
    void shouldNotRememberMoreNamesThanAClientMayInvent() {
        LatencyTracker latencies = new LatencyTracker(new TestClock());
        for (int i = 0; i < 1_001; i++) {
            latencies.record("a", "m" + i, Duration.ofMillis(1));
        }

        assertThat(latencies.millis("a", "m999")).isPresent();
        assertThat(latencies.millis("a", "m1000")).isEmpty();
    }
}
