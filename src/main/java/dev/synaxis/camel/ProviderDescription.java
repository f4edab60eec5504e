package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.config.ConfigDescription;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.QuotaStatus;
import dev.synaxis.state.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A provider as a JSON-like tree: its configuration without secrets, and how it is doing. */
public final class ProviderDescription {

    private final Stores stores;
    private final LearnedLimits limits;
    private final Breakers breakers;
    private final LatencyTracker latency;
    private final ProbeBoard probes;
    private final ModelListBook lists;
    private final Clock clock;

    public ProviderDescription(
            Stores stores,
            LearnedLimits limits,
            Breakers breakers,
            LatencyTracker latency,
            ProbeBoard probes,
            ModelListBook lists,
            Clock clock) {
        this.stores = stores;
        this.limits = limits;
        this.breakers = breakers;
        this.latency = latency;
        this.probes = probes;
        this.lists = lists;
        this.clock = clock;
    }

    Map<String, Object> of(ProviderConfig provider) {
        Map<String, Object> shown = new LinkedHashMap<>(ConfigDescription.describe(provider));
        Map<String, Object> states = new TreeMap<>();
        for (ProviderCapability capability : provider.capabilities()) {
            states.put(capability.id(), breakers.state(provider.id(), capability).name());
        }
        List<Map<String, Object>> pauses = stores.health().cooldowns().stream()
                .filter(c -> ProviderKey.provider(c.provider()).equals(provider.id()))
                .map(this::cooldown)
                .toList();
        shown.put("healthy", !paused(provider, pauses) && !states.containsValue("OPEN"));
        shown.put("cooldowns", pauses);
        shown.put("breakers", states);
        Map<String, Object> probe = probe(provider.id());
        if (!probe.isEmpty()) {
            shown.put("probe", probe);
        }
        ListedModels list = lists.of(provider.id());
        if (list != null) {
            shown.put("model-list", list(list));
        }
        shown.put("quota", quota(provider));
        shown.put("latency", latencies(provider));
        return shown;
    }

    private static Map<String, Object> list(ListedModels list) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Instant read = list.readAt();
        if (read != null) {
            shown.put("read-at", read.toString());
            shown.put("models", list.models().size());
            shown.put("withdrawn", list.lacking().stream().sorted().toList());
            shown.put("more", list.more().size());
        }
        if (list.error() != null) {
            shown.put("tried-at", list.triedAt().toString());
            shown.put("error", list.error());
        }
        return shown;
    }

    private Map<String, Object> probe(String provider) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Instant due = probes.due(provider);
        if (due != null) {
            shown.put("next", due.toString());
        }
        ProbeBoard.Result last = probes.last(provider);
        if (last != null) {
            shown.put("last", ordered(
                    "at", last.at().toString(),
                    "capability", last.capability().id(),
                    "model", last.model(),
                    "outcome", last.outcome().id()));
        }
        return shown;
    }

    /** Whether all of the provider is paused, or each of its keys. */
    private static boolean paused(ProviderConfig provider, List<Map<String, Object>> pauses) {
        List<Map<String, Object>> whole = pauses.stream().filter(p -> !p.containsKey("model")).toList();
        long keys = whole.stream().filter(p -> p.containsKey("key")).count();
        return whole.size() > keys || keys > 0 && keys == provider.keys().size();
    }

    private List<Map<String, Object>> quota(ProviderConfig provider) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ProviderKey key : provider.keys()) {
            for (QuotaStatus.Window window : stores.quota().status(key.ledger(), limits.every(provider, key)).windows()) {
                Map<String, Object> one = window(window);
                if (provider.keys().size() > 1) {
                    one.put("key", key.number());
                }
                shown.add(one);
            }
        }
        return shown;
    }

    private Map<String, Object> cooldown(Cooldown pause) {
        Map<String, Object> shown = ordered(
                "reason", pause.reason().name(),
                "until", pause.until().toString(),
                "seconds-left", Math.max(0, Duration.between(clock.instant(), pause.until()).toSeconds()));
        if (pause.model() != null) {
            shown.put("model", pause.model());
        }
        Integer key = ProviderKey.number(pause.provider());
        if (key != null) {
            shown.put("key", key);
        }
        return shown;
    }

    private static Map<String, Object> window(QuotaStatus.Window window) {
        QuotaWindow.Unit unit = window.window().unit();
        long limit = unit.whole(window.window().limit());
        long used = unit.whole(window.used());
        Map<String, Object> shown = ordered(
                "window", window.window().id(), "limit", limit, "used", used, "left", Math.max(0, limit - used));
        if (window.resetsAt() != null) {
            shown.put("resets-at", window.resetsAt().toString());
        }
        if (window.window().origin() == QuotaWindow.Origin.VENDOR) {
            shown.put("learned", true);
        }
        if (window.window().model() != null) {
            shown.put("model", window.window().model());
        }
        return shown;
    }

    private Map<String, Object> latencies(ProviderConfig provider) {
        Map<String, Object> shown = new TreeMap<>();
        for (ProviderConfig.ProviderModel model : provider.models()) {
            latency.millis(provider.id(), model.upstream())
                    .ifPresent(ms -> shown.put(model.upstream(), Math.round(ms * 10) / 10.0));
        }
        return shown;
    }
}
