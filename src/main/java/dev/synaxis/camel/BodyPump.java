package dev.synaxis.camel;

import dev.synaxis.dialect.WireBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Writes a body from files into a request on an event loop, from a thread of its own that waits until each piece has left. */
final class BodyPump extends OutputStream {

    private static final int PIECE = 64 * 1024;

    private final HttpClientRequest request;
    private final Runnable progress;
    private final byte[] piece = new byte[PIECE];
    private int length;

    private BodyPump(HttpClientRequest request, Runnable progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * @param progress told, on another thread, of every piece that has left
     * @param failed   told, on another thread, where the body cannot be written to its end
     */
    static void start(HttpClientRequest request, WireBody body, Runnable progress, Consumer<IOException> failed) {
        request.putHeader("content-length", Long.toString(body.length()));
        Thread.ofVirtual().name("synaxis-upload").start(() -> {
            try (BodyPump out = new BodyPump(request, progress)) {
                body.writeTo(out);
                out.flush();
                request.end();
            } catch (IOException e) {
                failed.accept(e);
            }
        });
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int end = offset + count;
        while (from < end) {
            int n = Math.min(end - from, PIECE - length);
            System.arraycopy(bytes, from, piece, length, n);
            length += n;
            from += n;
            if (length == PIECE) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (length == 0) {
            return;
        }
        Buffer bytes = Buffer.buffer(Arrays.copyOf(piece, length));
        length = 0;
        try {
            request.write(bytes).toCompletionStage().toCompletableFuture().get();
            progress.run();
        } catch (ExecutionException e) {
            throw new IOException("the connection does not take the body", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {}
}
