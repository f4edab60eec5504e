package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** One vendor call whose answer is taken whole. */
final class WholeSession extends VendorSession {

    private @Nullable Buffer body;
    private @Nullable WireReply answer;
    private volatile boolean begun;
    private volatile long silentSince = startNanos;

    WholeSession(CallContext call, Context context, VendorClients http, Dialect dialect, Timeouts timeouts) {
        super(call, context, http, dialect, timeouts);
    }

    /** The vendor's answer; there once the call has ended well. */
    WireReply answer() {
        WireReply reply = answer;
        if (reply == null) {
            throw new IllegalStateException("the call has not ended");
        }
        return reply;
    }

    @Override
    void receive(HttpClientResponse reply) {
        silentSince = System.nanoTime();
        begun = true;
        reply.handler(this::add);
        reply.endHandler(v -> {
            if (!over) {
                over = true;
                byte[] bytes = body == null ? new byte[0] : body.getBytes();
                answer = VendorCall.reply(reply.statusCode(), reply.headers(), bytes);
                close(null);
            }
        });
    }

    private void add(Buffer bytes) {
        silentSince = System.nanoTime();
        Buffer before = body;
        if (before == null) {
            body = bytes;
        } else if (before.length() + bytes.length() > VendorCall.MAX_BODY) {
            fail(new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is too large"));
        } else {
            body = before.appendBuffer(bytes);
        }
    }

    @Override
    void fail(ProviderException failure) {
        if (!over) {
            over = true;
            upstreamReset();
            close(failure);
        }
    }

    @Override
    public void look(long now) {
        if (now - startNanos >= timeouts.total().toNanos()) {
            late("the provider's answer was not complete in time");
        } else if (!begun && now - startNanos >= timeouts.firstByte().toNanos()) {
            late("the provider did not answer in time");
        } else if (begun && now - silentSince >= timeouts.idle().toNanos()) {
            late("the provider's answer stopped in the middle");
        }
    }

    /** A whole answer has no place for the word that it does not come; it ends with its connection. */
    @Override
    public void stop() {}
}
