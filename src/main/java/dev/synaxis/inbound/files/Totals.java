package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of lines so far.
 *
 * @param done   answered
 * @param failed in the errors file
 * @param blank  with nothing on them
 */
record Totals(long done, long failed, long blank, List<Share> shares) {

    static final Totals NONE = new Totals(0, 0, 0, List.of());

    Totals {
        shares = List.copyOf(shares);
    }

    Totals plus(Totals other) {
        return new Totals(
                done + other.done,
                failed + other.failed,
                blank + other.blank,
                other.shares.isEmpty() ? shares : Share.sum(shares, other.shares));
    }

    /** USD; null where a price is not known. */
    @Nullable Double cost() {
        double sum = 0;
        for (Share share : shares) {
            Double cost = share.cost();
            if (cost == null) {
                return null;
            }
            sum += cost;
        }
        return sum;
    }

    void write(ObjectNode object) {
        object.put("done", done).put("failed", failed).put("blank", blank);
        object.put("input-tokens", shares.stream().mapToLong(Share::inputTokens).sum());
        object.put("output-tokens", shares.stream().mapToLong(Share::outputTokens).sum());
        object.put("cost-usd", cost());
        object.put("saved-usd", shares.stream().mapToDouble(Share::saved).sum());
        ArrayNode all = object.putArray("providers");
        shares.forEach(share -> all.add(share.json()));
    }

    static Totals read(JsonNode object) {
        List<Share> shares = new ArrayList<>();
        object.path("providers").forEach(share -> shares.add(Share.read(share)));
        return new Totals(
                Json.number(object, "done"), Json.number(object, "failed"), Json.number(object, "blank"), shares);
    }
}
