package dev.synaxis.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider differs from its dialect ({@code compat} in YAML).
 *
 * @param streamUsage   whether {@code stream_options.include_usage} may be sent
 * @param developerRole whether the role {@code developer} is known; it is sent as {@code system} where not
 * @param rename        top-level request fields that have another name: {@code seed -> random_seed}
 * @param drop          top-level request fields that the vendor refuses
 * @param refusedFormats formats of transcripts that the vendor does not give: {@code srt}
 * @param maxInputs     most texts of one embedding request; null for what the dialect says
 */
public record Compat(
        boolean streamUsage,
        boolean developerRole,
        Map<String, String> rename,
        Set<String> drop,
        Set<String> refusedFormats,
        @Nullable Integer maxInputs) {

    public static final Compat NONE = new Compat(true, false, Map.of(), Set.of());

    public Compat {
        rename = Map.copyOf(rename);
        drop = Set.copyOf(drop);
        refusedFormats = Set.copyOf(refusedFormats);
    }

    /** Of a provider that gives transcripts in every format, and takes as many texts to embed, as its dialect says. */
    public Compat(boolean streamUsage, boolean developerRole, Map<String, String> rename, Set<String> drop) {
        this(streamUsage, developerRole, rename, drop, Set.of(), null);
    }
}
