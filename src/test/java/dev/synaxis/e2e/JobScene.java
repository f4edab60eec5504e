package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** A watched folder, and a vendor whose vector of the text {@code line 17} begins with 17. */
final class JobScene {

    static final String EMBEDDINGS = "/v1/embeddings";

    final Path directory;

    JobScene(Path directory) {
        this.directory = directory;
    }

    /** @param more further fields of {@code inbound.files} */
    String yaml(ScriptedVendor vendor, String more) {
        return """
                providers:
                  - { id: house, dialect: openai, base-url: "%s", tier: free, capabilities: [chat, embedding], models: [m] }
                resilience: { retry: { shortest: 1ms, longest: 2ms, longest-wait: 100ms } }
                inbound:
                  files: { directory: "%s", model: m, settle: 50ms, poll: 50ms, progress: 100ms, %s }
                """.formatted(vendor.url("/v1"), directory, more);
    }

    /** The answer to a request for embeddings. */
    static Reply vectors(RecordedRequest request) {
        ArrayNode data = Json.array();
        for (String text : texts(request)) {
            data.addObject().put("object", "embedding").put("index", data.size() - 1)
                    .putArray("embedding").add(number(text)).add(0.25);
        }
        return Reply.json(200, Json.object().put("object", "list").put("model", "m")
                .<ObjectNode>set("data", data)
                .set("usage", Json.object().put("prompt_tokens", data.size()).put("total_tokens", data.size()))
                .toString());
    }

    static List<String> texts(RecordedRequest request) {
        List<String> texts = new ArrayList<>();
        request.json().get("input").forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replaceAll("\\D", ""));
    }

    /** {@code line 1} to {@code line n}. */
    static String lines(int n) {
        StringBuilder lines = new StringBuilder();
        IntStream.rangeClosed(1, n).forEach(i -> lines.append("line ").append(i).append('\n'));
        return lines.toString();
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    void drop(String name, String text) {
        drop(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void drop(String name, byte[] bytes) {
        try {
            Files.createDirectories(directory);
            Path part = Files.write(directory.resolve(name + ".part"), bytes);
            Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path results(String job) {
        return directory.resolve("outbox").resolve(job);
    }

    /** Waits until the job has ended, and gives its manifest. */
    JsonNode ended(String job) {
        return ended(job, Duration.ofSeconds(90));
    }

    JsonNode ended(String job, Duration time) {
        within(time, job + " has ended", () -> Files.exists(results(job).resolve("manifest.json")));
        return Json.parseObject(bytes(results(job).resolve("manifest.json"))).orElseThrow();
    }

    List<JsonNode> output(String job) {
        return read(results(job).resolve("output.jsonl"));
    }

    List<JsonNode> errors(String job) {
        return read(results(job).resolve("errors.jsonl"));
    }

    /** The first numbers of the vectors, in the order of the output. */
    List<Integer> numbers(String job) {
        return output(job).stream().map(line -> line.at("/embedding/0").intValue()).toList();
    }

    static List<Integer> upTo(int n) {
        return IntStream.rangeClosed(1, n).boxed().toList();
    }

    private static List<JsonNode> read(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8).lines().map(line -> {
            JsonNode tree = Json.parseOrNull(line);
            if (tree == null) {
                throw new AssertionError("not JSON: " + line);
            }
            return tree;
        }).toList();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
