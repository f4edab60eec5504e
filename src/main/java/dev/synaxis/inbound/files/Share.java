package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one provider did with one model for a job.
 *
 * @param lines lines that it answered
 * @param cost  USD; null once a call had no known price
 * @param saved USD, against the cheapest paid candidates of the same plans
 */
record Share(
        String provider,
        String model,
        long calls,
        long lines,
        long inputTokens,
        long outputTokens,
        @Nullable Double cost,
        double saved) {

    static Share of(LineCalls.Answer answer, int lines) {
        TokenUsage usage = answer.usage() == null ? TokenUsage.NONE : answer.usage();
        return new Share(
                String.valueOf(answer.provider()),
                String.valueOf(answer.model()),
                1, lines, usage.input(), usage.output(), answer.cost(), answer.saved());
    }

    private boolean same(Share other) {
        return provider.equals(other.provider) && model.equals(other.model);
    }

    private Share plus(Share other) {
        return new Share(
                provider,
                model,
                calls + other.calls,
                lines + other.lines,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cost == null || other.cost == null ? null : Double.valueOf(cost + other.cost),
                saved + other.saved);
    }

    /** Both lists in one, a share for each provider and model, in the order in which they came. */
    static List<Share> sum(List<Share> some, List<Share> others) {
        List<Share> sum = new ArrayList<>(some);
        for (Share other : others) {
            int at = 0;
            while (at < sum.size() && !sum.get(at).same(other)) {
                at++;
            }
            if (at < sum.size()) {
                sum.set(at, sum.get(at).plus(other));
            } else {
                sum.add(other);
            }
        }
        return List.copyOf(sum);
    }

    ObjectNode json() {
        return Json.object()
                .put("provider", provider)
                .put("model", model)
                .put("calls", calls)
                .put("lines", lines)
                .put("input-tokens", inputTokens)
                .put("output-tokens", outputTokens)
                .put("cost-usd", cost)
                .put("saved-usd", saved);
    }

    static Share read(JsonNode json) {
        return new Share(
                Json.textOrEmpty(json, "provider"),
                Json.textOrEmpty(json, "model"),
                Json.number(json, "calls"),
                Json.number(json, "lines"),
                Json.number(json, "input-tokens"),
                Json.number(json, "output-tokens"),
                Json.has(json, "cost-usd") ? json.get("cost-usd").doubleValue() : null,
                json.path("saved-usd").doubleValue());
    }
}
