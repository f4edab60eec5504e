package dev.synaxis.config;

import java.util.List;

/**
 * A provider that is on.
 *
 * @param preset the id that the catalogue knows it by; its own where it has no preset
 * @param why    what switched it on: a variable, or {@code listed}
 * @param listed the models that the file gives it
 */
record Provided(ProviderConfig config, String preset, String why, List<ListedModel> listed) {

    Provided {
        listed = List.copyOf(listed);
    }
}
