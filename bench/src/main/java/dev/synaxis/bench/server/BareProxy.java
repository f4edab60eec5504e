package dev.synaxis.bench.server;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * The baseline: a reverse proxy that does nothing but stream bodies through. A server and a pooled client on each event
 * loop, as many loops as cores; it ends the call to the vendor when the client goes away.
 */
public final class BareProxy extends AbstractVerticle {

    private final int port;
    private final int vendorPort;

    private BareProxy(int port, int vendorPort) {
        this.port = port;
        this.vendorPort = vendorPort;
    }

    /** @param args own port, the vendor's port */
    public static void main(String[] args) {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
                .deployVerticle(() -> new BareProxy(Integer.parseInt(args[0]), Integer.parseInt(args[1])),
                        new DeploymentOptions().setInstances(loops))
                .onFailure(e -> {
                    System.err.println(e);
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(vendorPort).setKeepAliveTimeout(60),
                new PoolOptions().setHttp1MaxSize(10_000));
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(8192))
                .requestHandler(request -> forward(client, request))
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private static void forward(HttpClient client, HttpServerRequest request) {
        request.pause();
        client.request(new RequestOptions().setMethod(request.method()).setURI(request.uri()))
                .onSuccess(upstream -> forward(request, upstream))
                .onFailure(e -> request.response().setStatusCode(502).end());
    }

    private static void forward(HttpServerRequest request, HttpClientRequest upstream) {
        HttpServerResponse answer = request.response();
        request.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host")) {
                upstream.putHeader(name, value);
            }
        });
        answer.closeHandler(v -> upstream.reset());
        upstream.send(request)
                .onSuccess(reply -> back(reply, answer).onFailure(e -> upstream.reset()))
                .onFailure(e -> {
                    if (!answer.headWritten() && !answer.closed()) {
                        answer.setStatusCode(502).end();
                    }
                });
    }

    private static Future<Void> back(HttpClientResponse reply, HttpServerResponse answer) {
        answer.setStatusCode(reply.statusCode());
        reply.headers().forEach(answer::putHeader);
        return reply.pipeTo(answer);
    }
}
