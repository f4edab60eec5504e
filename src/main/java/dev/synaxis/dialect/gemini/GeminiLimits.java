package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Reset;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a 429 of Google names as spent: {@code QuotaFailure.violations[].quotaId}, such as
 * {@code GenerateRequestsPerDayPerProjectPerModel-FreeTier} or {@code GenerateContentInputTokensPerModelPerMinute-FreeTier},
 * with the limit in {@code quotaValue}. Days end at midnight Pacific time. Sources:
 * https://ai.google.dev/gemini-api/docs/rate-limits, https://github.com/google-gemini/gemini-cli/issues/8437
 * (read 2026-11-23).
 */
final class GeminiLimits {

    private static final Reset PACIFIC = new Reset(LocalTime.MIDNIGHT, ZoneId.of("America/Los_Angeles"));
    private static final Pattern VALUE = Pattern.compile("[1-9]\\d{0,14}");

    private GeminiLimits() {}

    static List<VendorLimit> read(WireReply reply) {
        if (reply.status() != 429) {
            return List.of();
        }
        JsonNode root;
        try {
            root = Json.parse(reply.body());
        } catch (IOException e) {
            return List.of();
        }
        List<VendorLimit> limits = new ArrayList<>();
        for (JsonNode detail : (root.isArray() ? root.path(0) : root).path("error").path("details")) {
            for (JsonNode violation : detail.path("violations")) {
                VendorLimit limit = limit(violation.path("quotaId").asText(), violation.path("quotaValue").asText());
                if (limit != null) {
                    limits.add(limit);
                }
            }
        }
        return limits;
    }

    private static @Nullable VendorLimit limit(String id, String value) {
        Unit unit = id.contains("Requests") ? Unit.REQUESTS : id.contains("Tokens") ? Unit.TOKENS : null;
        Period period = id.contains("PerDay") ? Period.DAY : id.contains("PerMinute") ? Period.MINUTE : null;
        if (unit == null || period == null || !VALUE.matcher(value).matches()) {
            return null;
        }
        long limit = Long.parseLong(value);
        return new VendorLimit(unit, period, limit, limit, PACIFIC);
    }
}
