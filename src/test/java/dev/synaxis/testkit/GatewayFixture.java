package dev.synaxis.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.Synaxis;
import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole gateway in this process on a free loopback port, made of a configuration's text, and a client for it.
 *
 * <pre>{@code
 * try (ScriptedVendor vendor = ScriptedVendor.start();
 *         GatewayFixture gateway = GatewayFixture.start("""
 *                 providers:
 *                   - { id: house, dialect: openai, base-url: "%s", models: [m] }
 *                 """.formatted(vendor.url("/v1")))) {
 *     HttpResponse<String> answer = gateway.chat("m");
 * }
 * }</pre>
 */
public final class GatewayFixture implements AutoCloseable {

    public static final String CHAT = "/v1/chat/completions";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Synaxis gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private GatewayFixture(Synaxis gateway) {
        this.gateway = gateway;
    }

    public static GatewayFixture start(String yaml, String... environment) {
        return start(Clock.systemUTC(), yaml, environment);
    }

    /** @param environment names and values in turn; nothing else of the environment is seen */
    public static GatewayFixture start(Clock clock, String yaml, String... environment) {
        try {
            return new GatewayFixture(Synaxis.start(config(yaml, environment), clock));
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not start", e);
        }
    }

    /** A gateway that takes over what becomes of this file. */
    public static GatewayFixture watching(Path file, String... environment) {
        Map<String, String> variables = new HashMap<>(Map.of("SYNAXIS_PORT", "0", "SYNAXIS_CONFIG", file.toString()));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        try {
            ConfigLoader loader = new ConfigLoader(variables, file.getParent());
            return new GatewayFixture(Synaxis.start(loader.load(), loader, Clock.systemUTC()));
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not start", e);
        }
    }

    private static GatewayConfig config(String yaml, String... environment) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("SYNAXIS_PORT", "0");
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        Path directory = Files.createTempDirectory("synaxis");
        Path file = directory.resolve("synaxis.yaml");
        try {
            Files.writeString(file, yaml);
            return new ConfigLoader(variables, directory).load();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    public int port() {
        return gateway.port();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** The smallest chat request. */
    public static String chatBody(String model) {
        return "{\"model\":" + Json.string(model) + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    /** The smallest chat request that asks for a stream. */
    public static String streamBody(String model) {
        return "{\"model\":" + Json.string(model)
                + ",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    /** @param headers names and values in turn */
    public HttpResponse<String> chat(String model, String... headers) {
        return post(CHAT, chatBody(model), headers);
    }

    /** The whole event stream as text. */
    public HttpResponse<String> stream(String model, String... headers) {
        return post(CHAT, streamBody(model), headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(url(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)), headers);
    }

    /** A multipart request. */
    public HttpResponse<String> post(String path, FormBody form, String... headers) {
        return send(HttpRequest.newBuilder(url(path))
                .header("content-type", FormBody.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())), headers);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(url(path)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the gateway answered", e);
        }
    }

    /** The answer's body as a tree; fails the test where it is not JSON. */
    public static JsonNode json(HttpResponse<String> answer) {
        JsonNode tree = Json.parseOrNull(answer.body());
        if (tree == null) {
            throw new AssertionError("not JSON: " + answer.statusCode() + " " + answer.body());
        }
        return tree;
    }

    /** The value of the first sample that is written exactly so in {@code /metrics}, labels in their order there; 0 where none is. */
    public double metric(String sample) {
        return get("/metrics").body().lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
