package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Cloudflare's errors mean: {@code {"success": false, "errors": [{"code", "message"}]}}. The code decides before the
 * status: a key that is no key comes with 400, and 429 is a spent day as well as a full data center. What a filter kept
 * back has come with several codes and is known by its words.
 *
 * <p>Sources: https://developers.cloudflare.com/workers-ai/platform/errors/ (30xx and 50xx; read 2026-11-23). 4006, as well
 * as 3036, is the daily allocation: https://github.com/diegosouzapw/OmniRoute/issues/6980. 6003 is a token in a wrong form:
 * https://github.com/jeessy2/ddns-go/issues/658. 7003 is an account that is none, 7000 a path, and so a model, that is none.
 */
final class CloudflareFailures {

    private static final int GONE = 410;

    private CloudflareFailures() {}

    static ProviderFailure of(WireReply reply) {
        JsonNode error = Json.parseObject(reply.body()).orElseGet(Json::object).path("errors").path(0);
        String code = Failures.textOf(error, "code");
        String message = Json.text(error, "message");
        return new ProviderFailure(
                kind(reply.status(), code, message == null ? "" : message.toLowerCase(Locale.ROOT)),
                reply.status(),
                Failures.message(message, reply.status()),
                null,
                code,
                null,
                null);
    }

    private static FailureKind kind(int status, @Nullable String code, String said) {
        return switch (code) {
            case "3036", "4006" -> FailureKind.QUOTA_EXHAUSTED;
            case "3040" -> FailureKind.OVERLOADED;
            case "3041", "3042", "5007", "5016", "5018", "7000" -> FailureKind.MODEL_NOT_FOUND;
            case "6003", "7003", "9106", "10000" -> FailureKind.AUTHENTICATION;
            case null, default -> {
                if (said.contains("nsfw content") || said.contains("has been flagged")) {
                    yield FailureKind.CONTENT_FILTERED;
                }
                yield status == GONE ? FailureKind.MODEL_NOT_FOUND : Failures.kindOf(status);
            }
        };
    }
}
