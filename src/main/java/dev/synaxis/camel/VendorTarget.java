package dev.synaxis.camel;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Splits a vendor call's URL for the Vert.x client, whose own reading of one costs more than the sending of a request. */
final class VendorTarget {

    private VendorTarget() {}

    /** @param url absolute http(s) URL as a translator made it: configured base URL, path, query */
    static RequestOptions post(String url) {
        boolean tls = url.startsWith("https:");
        int host = url.indexOf("://") + 3;
        int path = host;
        while (path < url.length() && "/?".indexOf(url.charAt(path)) < 0) {
            path++;
        }
        int port = url.lastIndexOf(':', path - 1);
        boolean named = port >= host && url.indexOf(']', port) < 0;
        String uri = url.substring(path);
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setFollowRedirects(false)
                .setSsl(tls)
                .setHost(url.substring(host, named ? port : path))
                .setPort(named ? Integer.parseInt(url, port + 1, path, 10) : tls ? 443 : 80)
                .setURI(uri.startsWith("/") ? uri : "/" + uri);
    }
}
