package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Json;

/**
 * What is around every answer in JSON: {@code {"result": {...}, "success": true, "errors": [], "messages": []}}. Source:
 * https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/ (read 2026-11-23).
 */
final class Envelope {

    private Envelope() {}

    /**
     * @return the missing node where there is no result
     * @throws ProviderException MALFORMED_REPLY where the answer is no JSON object; the vendor's failure where it says that
     *     it had no success
     */
    static JsonNode result(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        if (!body.path("success").asBoolean(true)) {
            throw new ProviderException(CloudflareFailures.of(reply));
        }
        return body.path("result");
    }
}
