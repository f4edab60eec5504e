package dev.synaxis.config;

import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Tier;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The words that a configuration accepts where it accepts only some. */
final class Words {

    static final Map<String, ProviderCapability> CAPABILITIES =
            byId(List.of(ProviderCapability.values()), ProviderCapability::id);
    static final Map<String, RoutingStrategy> STRATEGIES =
            byId(List.of(RoutingStrategy.values()), RoutingStrategy::id);
    static final Map<String, Tier> TIERS = byId(List.of(Tier.FREE, Tier.PAID), Tier::id);
    static final Map<String, Compat.ImageSize> IMAGE_SIZES =
            byId(List.of(Compat.ImageSize.values()), size -> size.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    static final Map<String, QuotaWindow.Period> RATE_PERIODS = byId(
            List.of(QuotaWindow.Period.MINUTE, QuotaWindow.Period.HOUR, QuotaWindow.Period.DAY),
            period -> period.name().toLowerCase(Locale.ROOT));
    static final Map<String, Compat.ModelList> MODEL_LISTS =
            byId(List.of(Compat.ModelList.values()), list -> list.name().toLowerCase(Locale.ROOT));
    static final Map<String, Ability> ABILITIES = byId(List.of(Ability.values()), Words::id);

    private Words() {}

    /** The name of an ability in configuration: {@code json-schema}. */
    static String id(Ability ability) {
        return ability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words of the list in a field; null where the field is absent. A list of capabilities is never empty. */
    static @Nullable Set<ProviderCapability> capabilities(Section section, String field) {
        if (!section.has(field)) {
            return null;
        }
        Set<ProviderCapability> chosen = EnumSet.noneOf(ProviderCapability.class);
        List<Value> items = section.items(field);
        if (items.isEmpty()) {
            section.problem(field, "expected at least one of " + String.join(", ", CAPABILITIES.keySet()));
        }
        for (Value item : items) {
            ProviderCapability capability = item.choice(CAPABILITIES);
            if (capability != null) {
                chosen.add(capability);
            }
        }
        return chosen;
    }

    private static <T> Map<String, T> byId(List<T> values, Function<T, String> id) {
        Map<String, T> all = new LinkedHashMap<>();
        values.forEach(value -> all.put(id.apply(value), value));
        return Collections.unmodifiableMap(all);
    }
}
