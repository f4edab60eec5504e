package dev.synaxis.bench.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * A vendor of vectors with limits of its own: so many texts in a call, so many calls a minute (a bucket of that size, which
 * fills all the time). What is beyond them is a 400, and a 429 with Retry-After. {@code GET /stats} says what it let
 * through, and the share of what it would have. Runs without anything else: {@code java BatchVendor.java PORT NUMBERS TEXTS CALLS},
 * with the numbers of a vector and, for no limit, 0 calls a minute.
 */
public final class BatchVendor {

    private final byte[] vector;
    private final int mostTexts;
    private final int perMinute;

    private double left;
    private long filled;
    private long first;
    private long last;
    private long calls;
    private long texts;
    private long refused;

    private BatchVendor(int numbers, int mostTexts, int perMinute) {
        this.vector = ("[" + "0.01234567,".repeat(numbers - 1) + "0.5]}").getBytes(StandardCharsets.US_ASCII);
        this.mostTexts = mostTexts;
        this.perMinute = perMinute;
        this.left = perMinute;
    }

    public static void main(String[] args) throws IOException {
        BatchVendor vendor = new BatchVendor(
                Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 256);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", vendor::embed);
        server.createContext("/stats", exchange -> reply(exchange, 200, vendor.stats()));
        server.start();
        System.out.println("listens on " + server.getAddress().getPort());
    }

    private void embed(HttpExchange exchange) throws IOException {
        int asked = count(exchange.getRequestBody().readAllBytes());
        if (asked > mostTexts) {
            reply(exchange, 400, "{\"error\":{\"message\":\"too many texts\",\"type\":\"invalid_request_error\"}}");
            return;
        }
        long wait = take(asked);
        if (wait > 0) {
            exchange.getResponseHeaders().set("retry-after", Long.toString(wait));
            reply(exchange, 429, "{\"error\":{\"message\":\"too many calls\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
            return;
        }
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            body.write("{\"object\":\"list\",\"model\":\"m\",\"data\":[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < asked; i++) {
                String head = (i == 0 ? "" : ",") + "{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":";
                body.write(head.getBytes(StandardCharsets.US_ASCII));
                body.write(vector);
            }
            int tokens = asked * 16;
            body.write(("],\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}")
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Texts in {@code {"model":"m","input":["...",...]}}. */
    private static int count(byte[] body) {
        int strings = 0;
        boolean inside = false;
        for (int i = 0; i < body.length; i++) {
            if (inside && body[i] == '\\') {
                i++;
            } else if (body[i] == '"') {
                strings += inside ? 1 : 0;
                inside = !inside;
            }
        }
        return strings - 3;
    }

    /** Seconds to wait; 0 where the call may pass. */
    private synchronized long take(int asked) {
        long now = System.nanoTime();
        if (calls == 0) {
            first = now;
            filled = now;
        }
        left = Math.min(perMinute, left + perMinute / 60e9 * (now - filled));
        filled = now;
        if (perMinute > 0 && left < 1) {
            refused++;
            return (long) Math.ceil((1 - left) * 60 / perMinute);
        }
        left--;
        calls++;
        texts += asked;
        last = now;
        return 0;
    }

    private synchronized String stats() {
        double seconds = (last - first) / 1e9;
        String counted = String.format(Locale.ROOT, "vendor: calls %d, texts %d, refused %d, seconds %.1f", calls, texts, refused, seconds);
        if (perMinute == 0) {
            return counted + "\n";
        }
        double possible = perMinute + perMinute / 60.0 * seconds;
        return counted + String.format(Locale.ROOT, ", share of its calls %.3f, of its texts %.3f%n",
                calls / possible, texts / possible / mostTexts);
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
