package dev.synaxis.bench.jmh;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.Plan;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.MemoryHealthStore;
import dev.synaxis.state.MemoryQuotaTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A plan among so many providers of one model, half of them free. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class PlannerBenchmark {

    @Param({"2", "30"})
    public int providers;

    @Param({"COST", "LATENCY", "ROUND_ROBIN"})
    public RoutingStrategy strategy = RoutingStrategy.COST;

    private ProviderSelector selector;
    private ProviderSelectionCriteria criteria;

    @Setup
    public void configure() throws IOException {
        StringBuilder yaml = new StringBuilder("providers:\n");
        for (int i = 0; i < providers; i++) {
            yaml.append("  - { id: p").append(i).append(", dialect: openai, base-url: 'http://127.0.0.1:1/v1', api-key: k, ")
                    .append("tier: ").append(i % 2 == 0 ? "free" : "paid")
                    .append(", capabilities: [chat], models: [bench-model], limits: { requests-per-minute: 1000000 } }\n");
        }
        Path directory = Files.createTempDirectory("planner");
        Path file = Files.writeString(directory.resolve("synaxis.yaml"), yaml);
        Clock clock = Clock.systemUTC();
        selector = new TieredProviderSelector(
                new ConfigLoader(Map.of("SYNAXIS_CONFIG", file.toString()), directory).load(),
                new MemoryHealthStore(clock), new LearnedLimits(new MemoryQuotaTracker(clock)), new LatencyTracker(clock),
                (provider, capability) -> false, clock, () -> ThreadLocalRandom.current().nextLong());
        Files.delete(file);
        Files.delete(directory);
        criteria = new ProviderSelectionCriteria(
                ProviderCapability.CHAT, "bench-model", null, strategy, Set.of(), 200, 256);
    }

    @Benchmark
    public Plan select() {
        return selector.select(criteria);
    }
}
