package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiJsonRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;
import java.util.List;
import java.util.Locale;

/** A request that only providers of the client's own dialect are asked for: its bytes go on, and theirs come back. */
final class ForwardCall extends WholeCall {

    private final ProviderCapability capability;
    private final String path;
    private final OpenAiJsonRequest request;

    /** @param path below the base URL, such as {@code /images/generations} */
    ForwardCall(ProviderCapability capability, String path, OpenAiJsonRequest request) {
        this.capability = capability;
        this.path = path;
        this.request = request;
    }

    @Override
    public ProviderCapability capability() {
        return capability;
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    long inputTokens() {
        return Math.max(1, request.text().length() / 4);
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (!(dialect instanceof OpenAiDialect)) {
            throw unsupported(dialect);
        }
        return new WireRequest(
                candidate.provider().baseUrl() + path,
                WireRequest.JSON,
                request.forward(candidate.upstreamModel()),
                List.of());
    }

    /** Anything but the kind of body that the capability gives is an error page, or an error in a 200. */
    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        String type = reply.headers().getOrDefault("content-type", "application/octet-stream");
        String kind = type.toLowerCase(Locale.ROOT);
        if (!kind.startsWith("application/json") || reply.body().length == 0) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the provider's answer is not what " + capability.id() + " gives");
        }
        return new Reply(reply.body(), type, null);
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        throw unsupported(dialect);
    }
}
