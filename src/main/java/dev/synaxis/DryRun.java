package dev.synaxis;

import dev.synaxis.camel.Breakers;
import dev.synaxis.camel.Dialects;
import dev.synaxis.camel.FilesDoor;
import dev.synaxis.camel.PlanDescription;
import dev.synaxis.camel.queue.QueueSettings;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.MemoryHealthStore;
import dev.synaxis.state.MemoryQuotaTracker;
import dev.synaxis.wire.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A gateway that is never started: what it would switch on, and whom it would ask. Nothing is opened and nobody is called. */
final class DryRun {

    /** What a chat may answer that does not say. */
    private static final long OUTPUT = 1024;

    private final GatewayConfig config;
    private final ProviderSelector selector;

    /** @throws IllegalConfigException where the gateway would refuse the configuration at its start */
    DryRun(GatewayConfig configured, Clock clock) {
        // holds nothing until it embeds
        LocalDialect local = new LocalDialect();
        Dialects dialects = new Dialects(SynaxisBeans.dialects(configured, local));
        config = configured.withProviders(
                configured.providers().stream().map(dialects::offered).toList());
        MemoryHealthStore health = new MemoryHealthStore(clock);
        selector = new TieredProviderSelector(
                config,
                health,
                new LearnedLimits(new MemoryQuotaTracker(clock)),
                new LatencyTracker(clock),
                new Breakers(health, clock),
                clock,
                new Random());
        FilesDoor.check(config, selector);
        QueueSettings.check(config.inbound());
    }

    /** What would be switched on, a line for each part. */
    String summary() {
        List<String> lines = new ArrayList<>(config.notices());
        for (ProviderConfig provider : config.providers()) {
            int keys = provider.keys().size();
            lines.add("provider %s: dialect %s, %s, %s, %s%s".formatted(
                    provider.id(),
                    provider.dialect(),
                    provider.tier().id(),
                    ids(provider),
                    models(provider),
                    keys > 1 ? ", " + keys + " keys" : ""));
        }
        if (!config.models().isEmpty()) {
            lines.add("aliases and substitutes: "
                    + config.models().keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        GatewayConfig.Redis redis = config.redis();
        lines.add("state: " + (redis == null ? "in memory" : redis.toString()));
        lines.add("inbound http: " + config.server().host() + ":" + config.server().port() + ", "
                + (config.server().apiKeys().isEmpty() ? "no keys asked" : config.server().apiKeys().size() + " keys"));
        inbound(config.inbound(), lines);
        lines.add("the configuration is valid");
        return String.join("\n", lines);
    }

    private static String ids(ProviderConfig provider) {
        return provider.capabilities().stream()
                .sorted()
                .map(ProviderCapability::id)
                .collect(Collectors.joining(" "));
    }

    private static String models(ProviderConfig provider) {
        long named = provider.models().stream().filter(m -> !m.name().equals("*")).count();
        String count = named + (named == 1 ? " model" : " models");
        return named == provider.models().size() ? count : count + " and any other name";
    }

    private static void inbound(InboundConfig inbound, List<String> lines) {
        InboundConfig.Kafka kafka = inbound.kafka();
        if (kafka != null) {
            lines.add("inbound kafka: " + kafka.brokers() + ", topics " + String.join(" ", kafka.topics().all()));
        }
        InboundConfig.Jms jms = inbound.jms();
        if (jms != null) {
            lines.add("inbound jms: queues " + String.join(" ", jms.queues().all()));
        }
        InboundConfig.Files files = inbound.files();
        if (files != null) {
            lines.add("inbound files: " + files.directory());
        }
    }

    /** The plan that the smallest request would have at the start of the gateway, as {@code /admin/plan} writes it. */
    String plan(String model, ProviderCapability capability) {
        Map<String, Object> plan = PlanDescription.of(
                model,
                capability,
                selector.select(new ProviderSelectionCriteria(
                        capability,
                        model,
                        null,
                        null,
                        Set.of(),
                        1,
                        capability == ProviderCapability.CHAT ? OUTPUT : 0)));
        return Json.string(plan);
    }
}
