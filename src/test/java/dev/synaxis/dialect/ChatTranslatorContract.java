package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every chat translator owes. A subclass names its translator and states what becomes of each feature; the contract
 * checks that exactly that happens, and writes what it saw to {@code target/feature-matrix/<dialect>.json}
 * ({@code {"dialect": ..., "features": {label: carried|warned|unsupported}}}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatTranslatorContract {

    private final Map<ChatFeature, String> seen = new EnumMap<>(ChatFeature.class);

    /** The dialect's name, which is also the origin of its own reasoning. */
    protected abstract String dialect();

    protected abstract ChatTranslator translator();

    /** Where the request goes; a feature may need another model than the common one. */
    protected abstract Upstream upstream(ChatFeature feature);

    /** One entry for each feature. */
    protected abstract Map<ChatFeature, ChatSupport> support();

    @Test
    void shouldStateWhatBecomesOfEveryFeature() {
        assertThat(support()).containsOnlyKeys(ChatFeature.values());
    }

    @TestFactory
    Stream<DynamicTest> shouldDoWithEachFeatureWhatIsStated() {
        return Arrays.stream(ChatFeature.values())
                .map(feature -> DynamicTest.dynamicTest(feature.label(), () -> check(feature)));
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveTheSameRequestTwiceWhenAskedTwice() {
        return Arrays.stream(ChatFeature.values())
                .filter(feature -> !(support().get(feature) instanceof ChatSupport.Unsupported))
                .map(feature -> DynamicTest.dynamicTest(feature.label(), () -> {
                    WireRequest first = translate(feature);
                    WireRequest second = translate(feature);
                    assertThat(second.body()).isEqualTo(first.body());
                    assertThat(second.warnings()).isEqualTo(first.warnings());
                }));
    }

    @Test
    void shouldNeverSendTheSignatureOfAnotherDialect() {
        if (support().get(ChatFeature.FOREIGN_REASONING) instanceof ChatSupport.Unsupported) {
            return;
        }
        assertThat(new String(translate(ChatFeature.FOREIGN_REASONING).body(), StandardCharsets.UTF_8))
                .doesNotContain("Zm9yZWlnbg==");
    }

    private void check(ChatFeature feature) {
        ChatSupport stated = support().get(feature);
        switch (stated) {
            case ChatSupport.Carried(String what, var body) -> {
                WireRequest wire = translate(feature);
                checkForm(wire);
                assertThat(fields(wire)).as("warnings").doesNotContain(feature.field());
                assertThat(body.test(tree(wire))).as("%s in %s", what, tree(wire)).isTrue();
            }
            case ChatSupport.Warned(String what, var body) -> {
                WireRequest wire = translate(feature);
                checkForm(wire);
                assertThat(fields(wire)).as("warnings").contains(feature.field());
                assertThat(body.test(tree(wire))).as("%s in %s", what, tree(wire)).isTrue();
            }
            case ChatSupport.Unsupported() -> assertThatThrownBy(() -> translate(feature))
                    .isInstanceOfSatisfying(ProviderException.class, e ->
                            assertThat(e.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED));
        }
        seen.put(feature, stated.word());
    }

    private static void checkForm(WireRequest wire) {
        assertThat(URI.create(wire.url()).isAbsolute()).as(wire.url()).isTrue();
        assertThat(wire.headers()).containsEntry("content-type", "application/json");
        assertThat(wire.warnings()).allSatisfy(warning -> {
            assertThat(warning.field()).isNotBlank();
            assertThat(warning.message()).isNotBlank().matches("[ -~]+");
        });
    }

    private WireRequest translate(ChatFeature feature) {
        ChatRequest request = feature.request(dialect());
        return translator().request(request, upstream(feature));
    }

    private static List<String> fields(WireRequest wire) {
        return wire.warnings().stream().map(Warning::field).toList();
    }

    private static JsonNode tree(WireRequest wire) {
        return Json.parseObject(wire.body()).orElseThrow();
    }

    @AfterAll
    void writeFeatureMatrixRow() throws IOException {
        ObjectNode row = Json.object().put("dialect", dialect());
        ObjectNode features = row.putObject("features");
        seen.forEach((feature, word) -> features.put(feature.label(), word));
        Path file = Path.of("target", "feature-matrix", dialect() + ".json");
        Files.createDirectories(file.getParent());
        Files.write(file, Json.bytes(row));
    }
}
