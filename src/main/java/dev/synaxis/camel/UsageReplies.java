package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.clear;
import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.state.UsageBook;
import dev.synaxis.state.UsageKey;
import dev.synaxis.state.UsageSum;
import dev.synaxis.state.UsageSum.Measure;
import io.vertx.core.http.HttpServerRequest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/** The answer of {@code /admin/usage}. */
public final class UsageReplies {

    private static final Map<String, Function<UsageKey, String>> BY = new TreeMap<>(Map.of(
            "provider", UsageKey::provider,
            "model", UsageKey::model,
            "tier", UsageKey::tier,
            "key", UsageKey::key,
            "day", key -> key.day().toString(),
            "capability", UsageKey::capability));

    private static final double PER_SECOND = 1e3;
    private static final double PER_USD = 1e12;

    private final UsageBook book;

    public UsageReplies(UsageBook book) {
        this.book = book;
    }

    /**
     * What was used from one day to another, added up by what the query says, by provider where it says nothing.
     *
     * @throws InvalidRequestException where the query cannot be understood
     */
    public void usage(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        String by = request.getParam("by", "provider");
        Function<UsageKey, String> name = BY.get(by);
        if (name == null) {
            throw new InvalidRequestException(400, "by must be one of " + String.join(", ", BY.keySet()), "by", "invalid_value");
        }
        LocalDate to = day(request, "to", book.today());
        LocalDate from = day(request, "from", book.first().isAfter(to) ? to : book.first());
        if (from.isAfter(to)) {
            throw new InvalidRequestException(400, "from must not be after to", "from", "invalid_value");
        }
        Map<String, UsageSum> sums = new TreeMap<>();
        UsageSum total = UsageSum.NOTHING;
        for (Map.Entry<UsageKey, UsageSum> line : book.between(from, to).entrySet()) {
            sums.merge(name.apply(line.getKey()), line.getValue(), UsageSum::plus);
            total = total.plus(line.getValue());
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        sums.forEach((value, sum) -> rows.add(row(ordered(by, value), sum)));
        JsonReply.write(clear(exchange), ordered(
                "from", from.toString(),
                "to", to.toString(),
                "by", by,
                "shared", book.shared(),
                "rows", rows,
                "total", row(ordered(), total)));
    }

    private static LocalDate day(HttpServerRequest request, String field, LocalDate otherwise) {
        String text = request.getParam(field);
        try {
            return text == null ? otherwise : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(400, field + " must be a day such as 2026-11-22", field, "invalid_value");
        }
    }

    private static Map<String, Object> row(Map<String, Object> row, UsageSum sum) {
        row.put("calls", sum.get(Measure.CALLS));
        row.put("failed-calls", sum.get(Measure.FAILED));
        row.put("unpriced-calls", sum.get(Measure.UNPRICED));
        row.put("input-tokens", sum.get(Measure.INPUT));
        row.put("cached-input-tokens", sum.get(Measure.CACHED_INPUT));
        row.put("output-tokens", sum.get(Measure.OUTPUT));
        row.put("reasoning-tokens", sum.get(Measure.REASONING));
        row.put("images", sum.get(Measure.IMAGES));
        row.put("audio-seconds", sum.get(Measure.AUDIO_MILLIS) / PER_SECOND);
        row.put("characters", sum.get(Measure.CHARACTERS));
        row.put("cost-usd", sum.get(Measure.COST_PICO) / PER_USD);
        row.put("saved-usd", sum.get(Measure.SAVED_PICO) / PER_USD);
        return row;
    }
}
