package dev.synaxis.config;

import dev.synaxis.config.GatewayConfig.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what is said at start: who is on and why, who is nearly on, what is open to everyone. */
final class Notices {

    private static final int MOST_NAMES = 8;

    private final Presets presets;
    private final Placeholders environment;

    Notices(Presets presets, Placeholders environment) {
        this.presets = presets;
        this.environment = environment;
    }

    /**
     * @param source    where the configuration came from
     * @param unsetKeys variables of {@code server.api-keys} that are not set
     */
    List<String> write(
            String source, boolean listed, List<Provided> providers, Server server, Set<String> unsetKeys) {
        List<String> notices = new ArrayList<>();
        notices.add("configuration: " + source);
        notices.add("providers: " + providers.stream()
                .map(p -> p.config().id() + " (" + p.why() + ")")
                .collect(Collectors.joining(", ")));
        if (!listed) {
            incomplete(providers, notices);
            if (providers.stream().allMatch(p -> Dialects.inProcess(p.config().dialect()))) {
                notices.add("only the mock provider chats, and its answers are made up: set the key of a vendor, such as "
                        + keys(providers, ", ") + ", and start again");
            } else {
                notices.add("one variable away: " + keys(providers, ", "));
            }
        }
        if (server.apiKeys().isEmpty()) {
            notices.add("no api-keys are set" + (unsetKeys.isEmpty() ? "" : " (" + String.join(", ", unsetKeys)
                    + " is not set)") + ": everyone who can reach " + server.host() + " may call; set "
                    + ServerReader.API_KEY + " to ask for a key");
        }
        return notices;
    }

    /** Presets whose key is set but that lack something else, or are switched off. */
    private void incomplete(List<Provided> providers, List<String> notices) {
        for (Preset preset : presets.all()) {
            Optional<String> key = ProvidersReader.key(preset, environment);
            if (key.isEmpty() || on(preset, providers)) {
                continue;
            }
            notices.add(key.get() + " is set, but " + preset.id() + " is " + why(preset));
        }
    }

    private String why(Preset preset) {
        if (preset.off() != null) {
            return "switched off: " + preset.off();
        }
        List<String> missing = ProvidersReader.missing(preset, environment);
        return missing.isEmpty()
                ? "off, because it does not name the key file of a service account"
                : "off until " + String.join(", ", missing) + " is set";
    }

    /** The key variables of presets that are off for want of nothing else, free ones first. */
    private String keys(List<Provided> providers, String separator) {
        List<String> names = presets.all().stream()
                .filter(p -> p.off() == null && !p.keys().isEmpty() && !on(p, providers))
                .filter(p -> ProvidersReader.key(p, environment).isEmpty())
                .filter(p -> ProvidersReader.missing(p, environment).isEmpty())
                .sorted((a, b) -> Boolean.compare(free(b), free(a)))
                .map(p -> p.keys().getFirst() + (free(p) ? " (free tier)" : ""))
                .distinct()
                .toList();
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(separator));
        int more = names.size() - MOST_NAMES;
        return more > 0 ? first + " and " + more + " more (docs/configuration.md)" : first;
    }

    private static boolean free(Preset preset) {
        return preset.fields().path("tier").asText().equals("free");
    }

    private static boolean on(Preset preset, List<Provided> providers) {
        return providers.stream().anyMatch(p -> p.config().id().equals(preset.id()));
    }
}
