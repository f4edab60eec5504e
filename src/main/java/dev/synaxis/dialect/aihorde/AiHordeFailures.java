package dev.synaxis.dialect.aihorde;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the horde's errors mean: {@code {"message", "rc"}}, where {@code rc} is a code in words, beside the HTTP status. The
 * 403 of a request that costs more kudos than the account has ({@code KudosUpfront}) is no refused key: a smaller picture is
 * drawn. Source: as {@link AiHordeDialect}.
 */
final class AiHordeFailures {

    private AiHordeFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String message = Failures.textOf(body, "message");
        String code = Json.text(body, "rc");
        return new ProviderFailure(
                kind(reply.status(), code), reply.status(), Failures.message(message, reply.status()), null, code,
                null, null);
    }

    private static FailureKind kind(int status, @Nullable String code) {
        return "KudosUpfront".equals(code) ? FailureKind.UNSUPPORTED : Failures.kindOf(status);
    }
}
