package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A gateway with a clock of its own, and a vendor whose paths {@code /first}, {@code /second}, ... are its providers. */
final class Scene implements AutoCloseable {

    /** Retries that take no time worth mentioning; a part of the two configurations. */
    static final String QUICK = "retry: { shortest: 1ms, longest: 2ms }";

    /** One provider and nobody else, asked once. */
    static final String ALONE = """
            providers:
              - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: sk-first, models: [m, other] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    /** Two providers for the same model, in this order. */
    static final String TWO = """
            strategy: preferred
            providers:
              - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: sk-first, models: [m, other] }
              - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: sk-second, models: [m] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    final TestClock clock = new TestClock();
    final ScriptedVendor vendor = ScriptedVendor.start();
    final GatewayFixture gateway;

    /** @param yaml the configuration; {@code VENDOR} stands for the vendor's URL */
    Scene(String yaml) {
        String server = yaml.contains("server:") ? "" : "server: { shutdown: 1s, allow-private-media: true }\n";
        gateway = GatewayFixture.start(clock, server + yaml.replace("VENDOR", vendor.url().toString()));
    }

    Script first() {
        return chat("first");
    }

    Script second() {
        return chat("second");
    }

    Script third() {
        return chat("third");
    }

    /** The script of a provider that speaks the openai dialect. */
    Script chat(String provider) {
        return vendor.on("/" + provider + "/chat/completions");
    }

    /** Makes a provider answer everything with one text. */
    void answers(String provider, String text) {
        chat(provider).reset().reply(200, OpenAiWire.text("m", text));
    }

    /** The providers that were asked so far, in order: the first segments of the paths. */
    List<String> asked() {
        List<String> asked = new ArrayList<>();
        for (RecordedRequest request : vendor.requests()) {
            asked.add(request.path().split("/")[1]);
        }
        return asked;
    }

    /** The plan for the model: providers in order. */
    List<String> plan(String model) {
        List<String> ids = new ArrayList<>();
        planOf(model).get("candidates").forEach(c -> ids.add(c.get("provider").textValue()));
        return ids;
    }

    JsonNode planOf(String model, String... headers) {
        return json(gateway.post("/admin/plan", GatewayFixture.chatBody(model), headers));
    }

    /** A provider as {@code /admin/providers} shows it. */
    JsonNode provider(String id) {
        for (JsonNode provider : json(gateway.get("/admin/providers")).get("providers")) {
            if (provider.get("id").textValue().equals(id)) {
                return provider;
            }
        }
        throw new AssertionError("no provider " + id);
    }

    String breaker(String provider) {
        return provider(provider).get("breakers").get("chat").textValue();
    }

    /** The cooldowns of a provider as {@code REASON model seconds-left}, {@code *} for the whole provider. */
    List<String> cooldowns(String provider) {
        List<String> found = new ArrayList<>();
        for (JsonNode c : provider(provider).get("cooldowns")) {
            found.add(c.get("reason").textValue() + " " + c.path("model").asText("*") + " "
                    + c.get("seconds-left").asLong());
        }
        return found;
    }

    /** The text of a whole answer. */
    static String text(HttpResponse<String> answer) {
        return json(answer).at("/choices/0/message/content").asText();
    }

    /** An error's type, code and param in one line. */
    static String error(HttpResponse<String> answer) {
        JsonNode error = json(answer).get("error");
        return error.get("type").asText() + " " + error.get("code").asText() + " " + error.get("param").asText();
    }

    /** The attempts of an error as {@code provider model KIND status}. */
    static List<String> attempts(HttpResponse<String> answer) {
        List<String> attempts = new ArrayList<>();
        json(answer).at("/error/attempts").forEach(a -> attempts.add(a.get("provider").asText() + " "
                + a.get("model").asText() + " " + a.get("kind").asText() + " " + a.get("status").asInt()));
        return attempts;
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        vendor.close();
        gateway.close();
    }
}
