package dev.synaxis.config;

import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.TranscriptionRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code compat} of a provider. */
final class CompatReader {

    private static final List<String> FORMATS = Stream.concat(
                    Arrays.stream(TranscriptionRequest.Format.values()).map(TranscriptionRequest.Format::id),
                    SpeechRequest.FORMATS.stream())
            .toList();

    private CompatReader() {}

    static Compat read(Section section) {
        Map<String, String> rename = new LinkedHashMap<>();
        for (Value value : section.section("rename").all()) {
            String name = value.text();
            if (name != null) {
                rename.put(value.field(), name);
            }
        }
        Set<String> drop = new LinkedHashSet<>();
        for (Value value : section.items("drop")) {
            String name = value.text();
            if (name != null && !drop.add(name)) {
                value.problem("\"" + name + "\" is there twice");
            }
        }
        Set<String> formats = new LinkedHashSet<>();
        for (Value value : section.items("refused-formats")) {
            String name = value.text();
            if (name != null && !FORMATS.contains(name)) {
                value.problem("expected one of " + String.join(", ", FORMATS));
            } else if (name != null) {
                formats.add(name);
            }
        }
        Compat.ImageSize size = section.choice("image-size", Words.IMAGE_SIZES);
        QuotaWindow.Period period = section.choice("rate-limit-requests", Words.RATE_PERIODS);
        Compat.ModelList list = section.choice("model-list", Words.MODEL_LISTS);
        String base64 = section.text("image-base64");
        Compat read = new Compat(
                section.flag("stream-usage", Compat.NONE.streamUsage()),
                section.flag("developer-role", Compat.NONE.developerRole()),
                rename,
                drop,
                formats,
                maxInputs(section.get("max-inputs")),
                size == null ? Compat.NONE.imageSize() : size,
                base64 == null ? Compat.NONE.imageBase64() : base64,
                azureApiVersion(section.get("azure-api-version")),
                period == null ? Compat.NONE.rateLimitRequests() : period,
                list == null ? Compat.NONE.modelList() : list);
        section.end();
        return read;
    }

    private static @Nullable String azureApiVersion(@Nullable Value value) {
        String version = value == null ? null : value.text();
        if (version != null && !version.matches("[0-9A-Za-z.-]+")) {
            value.problem("expected a version such as 2024-10-21");
            return null;
        }
        return version;
    }

    private static @Nullable Integer maxInputs(@Nullable Value value) {
        Long most = value == null ? null : value.whole(1, Integer.MAX_VALUE);
        return most == null ? null : most.intValue();
    }
}
