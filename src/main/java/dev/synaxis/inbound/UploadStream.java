package dev.synaxis.inbound;

import dev.synaxis.failure.InvalidRequestException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a blocking stream for the thread of the call. The connection is read only as fast as the stream is:
 * a few pieces wait here, the rest with the client.
 */
final class UploadStream extends InputStream {

    /** Pieces asked for ahead of the reader. */
    private static final int AHEAD = 8;

    private sealed interface Arrived {}

    private record Piece(Buffer bytes) implements Arrived {}

    private record End(@Nullable Throwable cause) implements Arrived {}

    private final HttpServerRequest request;
    private final Context context;
    private final long limit;
    private final Duration patience;
    private final BlockingQueue<Arrived> queue = new LinkedBlockingQueue<>();
    private Buffer piece = Buffer.buffer(0);
    private int at;
    private int taken;
    private long total;
    private @Nullable End end;

    /**
     * @param request  paused, its body untouched
     * @param limit    in bytes
     * @param patience how long the client may send nothing
     */
    UploadStream(HttpServerRequest request, Context context, long limit, Duration patience) {
        this.request = request;
        this.context = context;
        this.limit = limit;
        this.patience = patience;
        context.runOnContext(v -> start());
    }

    private void start() {
        if (request.response().closed()) {
            queue.add(new End(new IOException("the client closed the connection")));
        } else if (request.isEnded()) {
            queue.add(new End(null));
        } else {
            request.exceptionHandler(e -> queue.add(new End(e)));
            request.endHandler(v -> queue.add(new End(null)));
            request.handler(bytes -> queue.add(new Piece(bytes)));
            request.fetch(2 * AHEAD);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == piece.length()) {
            if (!next()) {
                return -1;
            }
        }
        int n = Math.min(length, piece.length() - at);
        piece.getBytes(at, at + n, target, offset);
        at += n;
        return n;
    }

    private boolean next() throws IOException {
        if (end == null) {
            switch (take()) {
                case Piece(Buffer bytes) -> {
                    piece = bytes;
                    at = 0;
                    total += bytes.length();
                    if (++taken % AHEAD == 0) {
                        context.runOnContext(v -> request.fetch(AHEAD));
                    }
                }
                case End over -> end = over;
            }
            if (total > limit) {
                throw tooLarge(limit);
            }
        }
        if (end != null && end.cause() != null) {
            throw new IOException("the client closed the connection", end.cause());
        }
        return end == null;
    }

    private Arrived take() throws IOException {
        try {
            Arrived arrived = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (arrived == null) {
                throw new InvalidRequestException(
                        408, "nothing more of the request body came within " + patience.toSeconds() + " s", null,
                        "request_timeout");
            }
            return arrived;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    static InvalidRequestException tooLarge(long limit) {
        return new InvalidRequestException(
                413,
                "the upload is larger than the limit of " + limit + " bytes (server.max-upload)",
                null,
                "request_too_large");
    }

    /** Lets what the client still sends run into nothing for a while, so that it reads its answer. */
    @Override
    public void close() {
        piece = Buffer.buffer(0);
        context.runOnContext(v -> Leftovers.discard(request, context.owner(), () -> {}));
    }
}
