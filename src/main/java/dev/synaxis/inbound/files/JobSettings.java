package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.wire.Json;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of one job are read and asked for; fixed when the file is claimed, so that a job that goes on under
 * another configuration goes on as it began.
 *
 * @param file    the name that the file was dropped under
 * @param claimed when a gateway took it
 */
record JobSettings(
        String file, String model, String column, String idColumn, char delimiter, int longest, Instant claimed) {

    /** What a file holds, by its name. */
    enum Format {
        TXT,
        CSV,
        JSONL
    }

    static JobSettings of(String file, InboundConfig.Files config, Instant now) {
        return new JobSettings(
                file, config.model(), config.column(), config.idColumn(), config.delimiter(), config.maxLine(), now);
    }

    boolean gzip() {
        return gzip(file);
    }

    private static boolean gzip(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    Format format() {
        Format format = format(file);
        if (format == null) {
            throw new IllegalStateException("not a batch file: " + file);
        }
        return format;
    }

    /** Null for a file that is no batch. */
    static @Nullable Format format(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        String plain = gzip(name) ? name.substring(0, name.length() - 3) : name;
        if (plain.endsWith(".txt")) {
            return Format.TXT;
        }
        if (plain.endsWith(".csv")) {
            return Format.CSV;
        }
        return plain.endsWith(".jsonl") ? Format.JSONL : null;
    }

    byte[] json() {
        return Json.bytes(Json.object()
                .put("file", file)
                .put("model", model)
                .put("column", column)
                .put("id-column", idColumn)
                .put("delimiter", String.valueOf(delimiter))
                .put("max-line", longest)
                .put("claimed", claimed.toString()));
    }

    /** @throws IllegalArgumentException where it is not what {@link #json} writes */
    static JobSettings read(byte[] json) {
        ObjectNode object = Json.parseObject(json)
                .orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
        return new JobSettings(
                Json.textOrEmpty(object, "file"),
                Json.textOrEmpty(object, "model"),
                Json.textOrEmpty(object, "column"),
                Json.textOrEmpty(object, "id-column"),
                Json.textOrEmpty(object, "delimiter").charAt(0),
                (int) Json.number(object, "max-line"),
                Instant.parse(Json.textOrEmpty(object, "claimed")));
    }
}
