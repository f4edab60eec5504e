package dev.synaxis.config;

import dev.synaxis.failure.IllegalConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration has that another had not.
 *
 * @param added    ids of providers, in their new order
 * @param removed  ids of providers, in their old order
 * @param changed  ids of providers that are in both
 * @param others   names of the other sections that changed, such as {@code models}
 * @param needStart paths of changed fields that are read only at the start of the process
 */
public record ConfigChange(
        List<String> added, List<String> removed, List<String> changed, List<String> others, List<String> needStart) {

    public ConfigChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        others = List.copyOf(others);
        needStart = List.copyOf(needStart);
    }

    public static ConfigChange of(GatewayConfig before, GatewayConfig after) {
        List<String> changed = new ArrayList<>();
        for (ProviderConfig provider : after.providers()) {
            ProviderConfig former = before.provider(provider.id());
            if (former != null && !former.equals(provider)) {
                changed.add(provider.id());
            }
        }
        List<String> others = new ArrayList<>();
        differ("server", before.server(), after.server(), others);
        differ("strategy", before.strategy(), after.strategy(), others);
        differ("resilience", before.resilience(), after.resilience(), others);
        differ("models", before.models(), after.models(), others);
        differ("catalog", before.catalog(), after.catalog(), others);
        if (!ids(before).equals(ids(after)) && without(before, after).isEmpty() && without(after, before).isEmpty()) {
            others.add("order of providers");
        }
        List<String> needStart = new ArrayList<>();
        differ("server.host", before.server().host(), after.server().host(), needStart);
        differ("server.port", before.server().port(), after.server().port(), needStart);
        differ("server.shutdown", before.server().shutdown(), after.server().shutdown(), needStart);
        differ("server.timeouts", before.server().timeouts(), after.server().timeouts(), needStart);
        differ("redis", before.redis(), after.redis(), needStart);
        differ("inbound", before.inbound(), after.inbound(), needStart);
        differ("usage", before.usage(), after.usage(), needStart);
        boolean named = !changed.isEmpty() || !others.isEmpty() || !needStart.isEmpty() || !ids(before).equals(ids(after));
        if (!named && !before.equals(after)) {
            others.add("other fields");
        }
        return new ConfigChange(without(after, before), without(before, after), changed, others, needStart);
    }

    private static List<String> ids(GatewayConfig config) {
        return config.providers().stream().map(ProviderConfig::id).toList();
    }

    private static List<String> without(GatewayConfig all, GatewayConfig known) {
        return ids(all).stream().filter(id -> known.provider(id) == null).toList();
    }

    private static void differ(
            String name, @Nullable Object before,
            @Nullable Object after, List<String> differing) {
        if (!Objects.equals(before, after)) {
            differing.add(name);
        }
    }

    public boolean none() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && others.isEmpty() && needStart.isEmpty();
    }

    /** @throws IllegalConfigException naming every field that only a start can change */
    public void throwIfStartNeeded() {
        if (!needStart.isEmpty()) {
            throw new IllegalConfigException(needStart.stream()
                    .map(path -> path + ": cannot change while the gateway runs; start it again, or put it back")
                    .toList());
        }
    }

    @Override
    public String toString() {
        return "added " + added + ", removed " + removed + ", changed " + changed + ", also " + others;
    }
}
