package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several keys at one provider: used in turn, each with a ledger and pauses of its own. */
class KeysInTurnTest {

    private static final String THREE_KEYS = """
            strategy: preferred
            providers:
              - id: first
                dialect: openai
                base-url: "VENDOR/first"
                api-keys: [key-one-1234567, key-two-1234567, key-three-1234567]
                models: [m]
                limits: { requests-per-minute: 2 }
              - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    private final Map<String, Supplier<Reply>> byKey = new HashMap<>();
    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(THREE_KEYS);
        scene.answers("second", "second");
        scene.first().answer(request -> byKey
                .getOrDefault(key(request), () -> Reply.json(200, OpenAiWire.text("m", key(request))))
                .get());
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static String key(RecordedRequest request) {
        return request.header("authorization").replace("Bearer key-", "").replace("-1234567", "");
    }

    private List<String> chats(int calls) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(text(scene.gateway.chat("m")));
        }
        return answers;
    }

    @Test
    void shouldUseTheKeysInTurnUntilTheQuotaOfEachIsSpent() {
        assertThat(chats(4)).containsExactly("one", "two", "three", "one");
        assertThat(scene.gateway.metric("synaxis_quota_left{provider=\"first\",window=\"requests-per-minute\"}"))
                .isEqualTo(2);
        assertThat(chats(3)).containsExactly("two", "three", "second");
        assertThat(scene.planOf("m").get("skipped").toString()).contains("out of quota (requests-per-minute)");
        assertThat(scene.provider("first").get("quota").toString())
                .contains("\"used\":2,\"left\":0", "\"key\":3")
                .doesNotContain("1234567");

        scene.clock.advance(Duration.ofMinutes(1));

        assertThat(chats(1)).doesNotContain("second");
    }

    @Test
    void shouldPauseOneKeyAloneAndGoOnWithTheNext() {
        byKey.put("one", () -> Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "30"));

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(text(answer)).isEqualTo("two");
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("first");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("2");
        assertThat(scene.provider("first").get("cooldowns").toString())
                .contains("RATE_LIMITED", "\"key\":1", "\"model\":\"m\"");
        assertThat(scene.provider("first").get("healthy").booleanValue()).isTrue();
        assertThat(chats(2)).containsExactlyInAnyOrder("two", "three");
        assertThat(scene.vendor.requests()).filteredOn(request -> request.path().startsWith("/first"))
                .extracting(KeysInTurnTest::key).filteredOn("one"::equals).hasSize(1);
    }

    @Test
    void shouldLeaveTheProviderOnlyWhenEveryKeyIsRefusedAndShowNoKey() {
        for (String name : List.of("one", "two", "three")) {
            byKey.put(name, () -> Reply.json(401, "{\"error\":{\"message\":\"bad key key-" + name
                    + "-1234567, not key-two-1234567\",\"code\":\"invalid_api_key\"}}"));
        }

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(text(answer)).isEqualTo("second");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("4");
        assertThat(scene.provider("first").get("healthy").booleanValue()).isFalse();
        assertThat(scene.planOf("m").get("skipped").toString()).contains("key refused");
        HttpResponse<String> alone = scene.gateway.chat("first/m");
        assertThat(alone.body() + scene.provider("first")).doesNotContain("1234567");

        // When the pauses are over and one key is good again
        scene.clock.advance(Duration.ofHours(1).plusSeconds(1));
        byKey.remove("three");

        assertThat(chats(1)).containsExactly("three");
        assertThat(scene.provider("first").get("healthy").booleanValue()).isTrue();
    }

    @Test
    void shouldPauseTheWholeProviderForWhatIsNoMatterOfAKey() {
        for (String name : List.of("one", "two", "three")) {
            byKey.put(name, () -> Reply.json(404, OpenAiWire.modelNotFound("m").body()));
        }

        assertThat(chats(1)).containsExactly("second");

        assertThat(scene.asked()).containsExactly("first", "second");
        assertThat(scene.provider("first").get("cooldowns").toString())
                .contains("MODEL_NOT_FOUND").doesNotContain("\"key\"");
    }
}
