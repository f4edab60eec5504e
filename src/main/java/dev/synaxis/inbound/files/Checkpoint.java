package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come: everything before {@code offset} of its file is settled and stands in the first
 * {@code output} and {@code errors} bytes of its results; what stands behind them does not count.
 *
 * @param offset    in the unpacked file, and the line that stands there
 * @param model     that the first vectors came from; null before there are any
 * @param dimension of the vectors; 0 before there are any
 * @param worked    time that gateways have spent on it
 */
record Checkpoint(
        long offset, long line, long output, long errors, Totals totals, @Nullable String model, int dimension,
        Duration worked) {

    static final Checkpoint START = new Checkpoint(0, 1, 0, 0, Totals.NONE, null, 0, Duration.ZERO);

    byte[] json() {
        ObjectNode object = Json.object()
                .put("offset", offset)
                .put("line", line)
                .put("output", output)
                .put("errors", errors)
                .put("model", model)
                .put("dimension", dimension)
                .put("worked-ms", worked.toMillis());
        totals.write(object);
        return Json.bytes(object);
    }

    static Checkpoint read(byte[] json) {
        ObjectNode object = Json.parseObject(json)
                .orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
        return new Checkpoint(
                Json.number(object, "offset"),
                Json.number(object, "line"),
                Json.number(object, "output"),
                Json.number(object, "errors"),
                Totals.read(object),
                Json.text(object, "model"),
                (int) Json.number(object, "dimension"),
                Duration.ofMillis(Json.number(object, "worked-ms")));
    }
}
