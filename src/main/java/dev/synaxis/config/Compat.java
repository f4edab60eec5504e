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
 * @param refusedFormats formats of transcripts or of speech that the vendor does not give: {@code srt}, {@code mp3}
 * @param maxInputs     most texts of one embedding request; null for what the dialect says
 * @param imageSize     how the size of a picture is said
 * @param imageBase64   the {@code response_format} that asks for base64
 * @param rateLimitRequests what the header {@code x-ratelimit-limit-requests} counts in
 * @param azureApiVersion the {@code api-version} of Azure's path by deployments; null for any other path
 * @param modelList     whose form the vendor's own list of models has
 */
public record Compat(
        boolean streamUsage,
        boolean developerRole,
        Map<String, String> rename,
        Set<String> drop,
        Set<String> refusedFormats,
        @Nullable Integer maxInputs,
        ImageSize imageSize,
        String imageBase64,
        @Nullable String azureApiVersion,
        QuotaWindow.Period rateLimitRequests,
        ModelList modelList) {

    /** Where a vendor's own list of models is, and how it reads. */
    public enum ModelList {
        /** As the dialect says. */
        DIALECT,
        /** Azure's deployments. */
        AZURE,
        /** The catalogue of Workers AI. */
        CLOUDFLARE
    }

    /** How a vendor is told the size of a picture. */
    public enum ImageSize {
        /** {@code size: "1024x768"}, as OpenAI has it. */
        SIZE,
        /** {@code width} and {@code height}. */
        WIDTH_HEIGHT,
        /** {@code aspect_ratio: "4:3"}. */
        ASPECT_RATIO
    }

    public static final Compat NONE = new Compat(true, false, Map.of(), Set.of());

    public Compat {
        rename = Map.copyOf(rename);
        drop = Set.copyOf(drop);
        refusedFormats = Set.copyOf(refusedFormats);
    }

    /** Of a provider that does with transcripts, texts to embed and pictures as its dialect says. */
    public Compat(boolean streamUsage, boolean developerRole, Map<String, String> rename, Set<String> drop) {
        this(streamUsage, developerRole, rename, drop, Set.of(), null, ImageSize.SIZE, "b64_json");
    }

    /** Of a provider whose path is its dialect's own. */
    public Compat(
            boolean streamUsage,
            boolean developerRole,
            Map<String, String> rename,
            Set<String> drop,
            Set<String> refusedFormats,
            @Nullable Integer maxInputs,
            ImageSize imageSize,
            String imageBase64) {
        this(streamUsage, developerRole, rename, drop, refusedFormats, maxInputs, imageSize, imageBase64, null,
                QuotaWindow.Period.MINUTE, ModelList.DIALECT);
    }
}
