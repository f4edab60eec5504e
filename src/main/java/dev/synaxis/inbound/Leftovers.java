package dev.synaxis.inbound;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * What a client still sends of a request that has its answer already. It runs into nothing for a while, so that the
 * client comes to read its answer: a connection that is closed over unread bytes is reset, and the answer lost with it.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Leftovers() {}

    /**
     * Lets them pass, and closes the connection of a client that does not come to an end; to be called on the event loop.
     *
     * @param passed is run once the body is complete, at once where it is
     */
    static void discard(HttpServerRequest request, Vertx vertx, Runnable passed) {
        if (request.response().closed()) {
            return;
        }
        if (request.isEnded()) {
            passed.run();
            return;
        }
        request.handler(bytes -> {});
        request.exceptionHandler(e -> {});
        request.endHandler(v -> passed.run());
        request.resume();
        vertx.setTimer(PATIENCE.toMillis(), timer -> {
            if (!request.isEnded() && !request.response().closed()) {
                request.connection().close();
            }
        });
    }
}
