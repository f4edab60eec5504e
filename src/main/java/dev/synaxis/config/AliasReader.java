package dev.synaxis.config;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code models} of the gateway: aliases and substitutes. */
final class AliasReader {

    private final Map<String, ProviderConfig> providers = new LinkedHashMap<>();
    private final Presets presets;

    AliasReader(List<Provided> providers, Presets presets) {
        providers.forEach(p -> this.providers.put(p.config().id(), p.config()));
        this.presets = presets;
    }

    Map<String, ModelRule> read(Section root) {
        Map<String, ModelRule> rules = new LinkedHashMap<>();
        for (Value item : root.items("models")) {
            Section section = item.section();
            ModelRule rule = section == null ? null : rule(section);
            if (rule != null && rules.put(rule.name(), rule) != null) {
                item.problem("the name \"" + rule.name() + "\" is there twice");
            }
        }
        return rules;
    }

    private @Nullable ModelRule rule(Section section) {
        String name = section.requiredText("name");
        List<Target> candidates = targets(section, "candidates");
        List<Target> substitutes = targets(section, "substitutes");
        if (section.items("candidates").isEmpty() && section.items("substitutes").isEmpty()) {
            section.problem("candidates", "is required, unless there are substitutes");
        }
        section.end();
        if (name == null) {
            return null;
        }
        if (name.equals(ListedModelReader.ANY)) {
            section.problem("name", "* cannot be an alias; list it in the models of a provider");
        } else if (name.contains("/") && providers.containsKey(name.substring(0, name.indexOf('/')))) {
            section.problem("name", "begins with the id of a provider, so it names a model of that provider");
        }
        return new ModelRule(name, candidates, substitutes);
    }

    private List<Target> targets(Section section, String field) {
        List<Target> targets = new ArrayList<>();
        for (Value item : section.items(field)) {
            Target target = target(item);
            if (target != null && targets.contains(target)) {
                item.problem("is there twice");
            } else if (target != null) {
                targets.add(target);
            }
        }
        return targets;
    }

    private @Nullable Target target(Value item) {
        String text = item.text();
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            item.problem("expected provider/model");
            return null;
        }
        String id = text.substring(0, slash);
        String model = text.substring(slash + 1);
        ProviderConfig provider = providers.get(id);
        if (provider == null) {
            item.problem("no provider \"" + id + "\" is configured" + hint(id));
            return null;
        }
        return new Target(id, upstream(provider, model));
    }

    private String hint(String id) {
        Preset preset = presets.get(id);
        return preset == null
                ? Spelling.hint(id, providers.keySet())
                : "; list it in providers" + (preset.keys().isEmpty() ? "" : ", or set " + preset.keys().getFirst());
    }

    /** The upstream name of a model that is given by the name that clients send. */
    private static String upstream(ProviderConfig provider, String model) {
        for (ProviderModel known : provider.models()) {
            if (known.upstream().equals(model)) {
                return model;
            }
        }
        for (ProviderModel known : provider.models()) {
            if (known.name().equals(model)) {
                return known.upstream();
            }
        }
        return model;
    }
}
