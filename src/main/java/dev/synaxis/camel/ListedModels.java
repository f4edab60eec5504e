package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.dialect.ModelsTranslator.Listed;
import dev.synaxis.model.ProviderCapability;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a provider's own list of models, beside what the configuration says that it has.
 *
 * @param provider whose list it is
 * @param models   the list that was read last; empty where none was
 * @param complete whether what it lacks is gone
 * @param readAt   when that was; null where it never was
 * @param triedAt  when it was tried last
 * @param error    why that failed; null where it did not
 * @param lacking  upstream names of the catalogue's models that the list has no more
 * @param more     what the list has and the configuration has not
 */
record ListedModels(
        ProviderConfig provider,
        List<Listed> models,
        boolean complete,
        @Nullable Instant readAt,
        Instant triedAt,
        @Nullable String error,
        Set<String> lacking,
        List<Listed> more) {

    /** A version behind a name: {@code -20250929}, {@code -2025-09-29}, {@code -0905}, {@code -latest}. */
    private static final Pattern VERSION = Pattern.compile("-(\\d{4,8}|\\d{4}-\\d{2}-\\d{2}|latest)$");

    static ListedModels read(ProviderConfig provider, List<Listed> models, Instant now, boolean complete) {
        Set<String> names = new HashSet<>();
        models.forEach(model -> {
            names.add(lower(model.id()));
            model.others().forEach(other -> names.add(lower(other)));
        });
        Set<String> lacking = complete ? lacking(provider, names) : Set.of();
        return new ListedModels(
                provider, List.copyOf(models), complete, now, now, null, lacking, more(provider, models));
    }

    static ListedModels failed(ProviderConfig provider, @Nullable ListedModels before, Instant now, String error) {
        return before == null
                ? new ListedModels(provider, List.of(), false, null, now, error, Set.of(), List.of())
                : new ListedModels(
                        provider, before.models, before.complete, before.readAt, now, error, before.lacking, before.more);
    }

    /** The same list beside another configuration of the same upstream. */
    ListedModels of(ProviderConfig other) {
        Instant read = readAt;
        if (read == null) {
            return new ListedModels(other, models, complete, null, triedAt, error, lacking, more);
        }
        ListedModels fresh = read(other, models, read, complete);
        return new ListedModels(other, models, complete, read, triedAt, error, fresh.lacking, fresh.more);
    }

    /**
     * A list is believed for those capabilities of which it has at least half of the models that the catalogue knows: there are
     * vendors whose list is of chat models alone, or of a choice.
     */
    private static Set<String> lacking(ProviderConfig provider, Set<String> names) {
        Map<ProviderCapability, Integer> balance = new EnumMap<>(ProviderCapability.class);
        Map<String, Set<ProviderCapability>> missing = new LinkedHashMap<>();
        Set<String> unversioned = names.stream().map(ListedModels::unversioned).collect(Collectors.toSet());
        boolean variants = names.stream().anyMatch(name -> name.indexOf(':') >= 0);
        for (ProviderModel model : provider.models()) {
            String name = lower(model.upstream());
            int colon = name.indexOf(':');
            String bare = variants || colon < 0 ? name : name.substring(0, colon);
            boolean found = names.contains(bare) || names.contains(unversioned(bare)) || unversioned.contains(bare);
            Set<ProviderCapability> capabilities = capabilities(provider, model);
            if (found || model.catalogued()) {
                capabilities.forEach(capability -> balance.merge(capability, found ? 1 : -1, Integer::sum));
            }
            if (!found && model.catalogued()) {
                missing.put(model.upstream(), capabilities);
            }
        }
        missing.values().removeIf(capabilities -> capabilities.stream().anyMatch(one -> balance.getOrDefault(one, 0) < 0));
        return Set.copyOf(missing.keySet());
    }

    private static Set<ProviderCapability> capabilities(ProviderConfig provider, ProviderModel model) {
        Set<ProviderCapability> only = model.capabilities();
        return only == null ? provider.capabilities() : only;
    }

    private static List<Listed> more(ProviderConfig provider, List<Listed> models) {
        Set<String> known = provider.models().stream().map(model -> lower(model.upstream())).collect(Collectors.toSet());
        return models.stream()
                .filter(model -> known.add(lower(model.id())))
                .filter(model -> model.capabilities().isEmpty()
                        || model.capabilities().stream().anyMatch(provider.capabilities()::contains))
                .toList();
    }

    private static String unversioned(String name) {
        return VERSION.matcher(name).replaceFirst("");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
