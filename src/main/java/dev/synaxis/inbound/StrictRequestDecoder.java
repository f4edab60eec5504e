package dev.synaxis.inbound;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Set;

/**
 * Reads HTTP/1 requests, and refuses one whose end a proxy before the gateway may see elsewhere (request smuggling):
 * with both a length and a transfer encoding, or with an encoding that is not just {@code chunked}. Netty would drop the
 * length; and an older proxy knows no chunks, so HTTP/1.0 has none here (section 6.1). Source: https://www.rfc-editor.org/rfc/rfc9112#section-6.3 (read 2026-11-22).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    /** The head does not say for certain where the request ends. */
    static final class AmbiguousLengthException extends IllegalArgumentException {
        private AmbiguousLengthException() {
            super("ambiguous length of the request body");
        }
    }

    /** The head is of another HTTP than 1.0 or 1.1. */
    static final class OtherVersionException extends IllegalArgumentException {
        private OtherVersionException() {
            super("another version of HTTP");
        }
    }

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** The decoder asks this once the head is complete; what is thrown here makes the request an invalid one. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (!VERSIONS.contains(message.protocolVersion())) {
            throw new OtherVersionException();
        }
        HttpHeaders headers = message.headers();
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()
                && (encodings.size() > 1
                        || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.getFirst().strip())
                        || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || message.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            throw new AmbiguousLengthException();
        }
        return super.isContentAlwaysEmpty(message);
    }
}
