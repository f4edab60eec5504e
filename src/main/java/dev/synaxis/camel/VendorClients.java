package dev.synaxis.camel;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/**
 * The Vert.x clients that ask vendors.
 *
 * @param kept  over connections that are kept for the next call
 * @param fresh over a connection of its own for each call, for one that met a kept connection which was closed
 */
record VendorClients(HttpClient kept, HttpClient fresh) {

    private static final int MAX_CONNECTIONS = 50_000;

    VendorClients(Vertx vertx) {
        this(client(vertx, true), client(vertx, false));
    }

    private static HttpClient client(Vertx vertx, boolean keep) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(keep)
                        .setKeepAliveTimeout(60)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(32 * 1024),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    void close() {
        kept.close();
        fresh.close();
    }
}
