package dev.synaxis.inbound;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** The client's end of an HTTP call: its response, the event loop that it lives on, and whether it is still there. */
public final class HttpClientEnd {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private volatile boolean brokenOff;
    private volatile boolean gone;
    private volatile @Nullable Runnable onGone;

    /** @param context the context of the request's connection */
    public HttpClientEnd(HttpServerRequest request, Context context) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        response.closeHandler(v -> left());
        response.exceptionHandler(e -> left());
        if (response.closed() && !response.ended()) {
            left();
        }
    }

    /** Told more than once: by the close, and by a write that failed before it. */
    private void left() {
        if (brokenOff) {
            return;
        }
        gone = true;
        Runnable action = onGone;
        if (action != null) {
            action.run();
        }
    }

    public HttpServerResponse response() {
        return response;
    }

    public Context context() {
        return context;
    }

    /** Ends the response where nobody has: there is nothing more to say, or nobody to say it to. */
    public void finish() {
        if (!response.ended()) {
            response.end();
        }
    }

    /**
     * Closes the connection in the middle of the answer, so that what is not complete cannot look it: an answer in chunks
     * lacks its last one. What comes after this, {@link #finish} included, is ordered behind the close.
     */
    public void breakOff() {
        brokenOff = true;
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            // past Vert.x, whose own close waits until everything is written, the end of the answer included
            context.runOnContext(v -> ((ConnectionBase) request.connection()).channelHandlerContext().close());
        }
    }

    /** Whether the client closed its connection before the answer was complete. */
    public boolean gone() {
        return gone;
    }

    /** Runs the action once the client has left, at once where it already has; null takes an action back. */
    public void onGone(@Nullable Runnable action) {
        onGone = action;
        if (action != null && gone) {
            action.run();
        }
    }
}
