package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What vendors count themselves: the free limits as {@code catalog/providers.yaml} writes them, with a reader and a calendar
 * that are not the gateway's. No count may pass its limit.
 */
final class VendorBooks {

    private static final String AT_ONCE = "concurrent-requests";
    /** What Cloudflare takes for one, https://developers.cloudflare.com/workers-ai/platform/pricing (read 2026-11-29). */
    private static final double NEURON_USD = 0.000011;
    /** For sums of many fractions. */
    private static final double ROUNDING = 1e-6;

    /**
     * @param model whose calls it counts; {@code *} for all together
     * @param name  as in the catalogue: {@code tokens-per-day}
     */
    record Limit(String vendor, String model, String name, long most, ZoneId zone, LocalTime reset) {

        /** How much of it a chat takes. */
        private double takes(Chat chat) {
            return switch (name.substring(0, name.indexOf('-'))) {
                case "requests", "concurrent" -> 1;
                case "tokens" -> chat.input() + chat.output();
                case "neurons" -> chat.usd() / NEURON_USD;
                case "images", "audio", "characters" -> 0;
                default -> throw new IllegalStateException("these books do not know what a chat takes of " + name);
            };
        }

        /** The window that holds an instant, by a number or a date of its own. */
        private Object window(Instant now) {
            return switch (name.substring(name.lastIndexOf('-') + 1)) {
                case "minute" -> now.getEpochSecond() / 60;
                case "hour" -> now.getEpochSecond() / 3600;
                case "day" -> date(now);
                case "month" -> YearMonth.from(date(now));
                default -> "now";
            };
        }

        private LocalDate date(Instant now) {
            return LocalDateTime.ofInstant(now, zone).minusSeconds(reset.toSecondOfDay()).toLocalDate();
        }
    }

    /** What a chat takes of its vendor, at the catalogue's price of the model. */
    private record Chat(long input, long output, double usd) {}

    /** @param account of the vendor: each of its keys is one */
    private record Count(String account, Limit limit, Object window) {}

    private record Model(String vendor, String model) {}

    private final Map<String, JsonNode> presets = new HashMap<>();
    private final Set<String> vendors = new TreeSet<>();
    private final Map<Model, List<Limit>> limits = new HashMap<>();
    private final Map<Model, JsonNode> prices = new HashMap<>();
    private final Map<Count, Double> counts = new HashMap<>();

    VendorBooks() throws IOException {
        catalog("providers").path("presets").forEach(preset -> presets.put(preset.path("id").asText(), preset));
        catalog("models").path("models").forEach(model -> model.path("price").properties().forEach(price ->
                prices.put(new Model(price.getKey(), model.at("/upstream/" + price.getKey()).asText()), price.getValue())));
        presets.forEach((id, preset) -> {
            boolean limited = preset.has("free-limits") || preset.has("free-model-limits");
            boolean chats = preset.path("capabilities").toString().contains("\"chat\"");
            if (limited && chats && preset.path("enabled").asBoolean(true)) {
                vendors.add(id);
            }
        });
    }

    private static JsonNode catalog(String name) throws IOException {
        try (InputStream in = VendorBooks.class.getResourceAsStream("/catalog/" + name + ".yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    private Chat chat(String vendor, String model, long input, long output) {
        JsonNode price = prices.getOrDefault(new Model(vendor, model), MissingNode.getInstance());
        return new Chat(input, output, (input * price.path("input").asDouble() + output * price.path("output").asDouble()) / 1e6);
    }

    /** Those that are on, chat, and let a limited number of calls be free. */
    Set<String> vendors() {
        return vendors;
    }

    /** Those that a free call of this model is held to. */
    List<Limit> limits(String vendor, String model) {
        return limits.computeIfAbsent(new Model(vendor, model), any -> {
            JsonNode preset = presets.get(vendor);
            JsonNode single = preset.path("free-model-limits");
            List<Limit> all = read(vendor, "*", preset.path("free-limits"));
            all.addAll(read(vendor, model, single.has(model) ? single.get(model) : single.path("*")));
            return all;
        });
    }

    private static List<Limit> read(String vendor, String model, JsonNode fields) {
        String[] reset = fields.path("reset").asText("00:00 UTC").split(" ");
        List<Limit> limits = new ArrayList<>();
        fields.properties().forEach(field -> {
            if (!field.getKey().equals("reset")) {
                limits.add(new Limit(vendor, model, field.getKey(), field.getValue().asLong(), ZoneId.of(reset[1]),
                        LocalTime.parse(reset[0])));
            }
        });
        return limits;
    }

    /** Whether the vendor would take a call of so many tokens now. */
    boolean room(String account, String vendor, String model, long input, long output, Instant now) {
        Chat chat = chat(vendor, model, input, output);
        return limits(vendor, model).stream().allMatch(limit ->
                counts.getOrDefault(count(account, limit, now), 0.0) + limit.takes(chat) <= limit.most());
    }

    /** Counts a call that the vendor answers with so many tokens. */
    void take(String account, String vendor, String model, long input, long output, Instant now) {
        Chat chat = chat(vendor, model, input, output);
        for (Limit limit : limits(vendor, model)) {
            double used = counts.merge(count(account, limit, now), limit.takes(chat), Double::sum);
            assertThat(used).as("%s of %s at %s", limit, account, now).isLessThanOrEqualTo(limit.most() + ROUNDING);
        }
    }

    /** Whether a call of the model counts for as long as it lasts. */
    boolean lasts(String vendor, String model) {
        return limits(vendor, model).stream().anyMatch(limit -> limit.name().equals(AT_ONCE));
    }

    void ended(String account, String vendor, String model, Instant now) {
        limits(vendor, model).stream().filter(limit -> limit.name().equals(AT_ONCE)).forEach(limit ->
                counts.merge(count(account, limit, now), -1.0, Double::sum));
    }

    /** The names of the limits of which a count came within a tenth of what is allowed, and how many such counts there are. */
    Map<String, Long> filled() {
        Map<String, Long> filled = new HashMap<>();
        counts.forEach((count, used) -> {
            if (used * 10 >= count.limit().most() * 9) {
                filled.merge(count.limit().name(), 1L, Long::sum);
            }
        });
        return filled;
    }

    private static Count count(String account, Limit limit, Instant now) {
        return new Count(account, limit, limit.window(now));
    }
}
