package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a dialect owes for one capability: it states what becomes of each feature, and the contract checks that exactly
 * that happens. {@code docs/vendors.md} is written from what is stated.
 */
public abstract class FeatureContract<F extends Enum<F> & Feature> {

    /**
     * What a dialect made of a request.
     *
     * @param body     what the vendor is sent; of a dialect without a wire, the answer
     * @param warnings what the client is told was not honoured
     */
    protected record Sent(JsonNode body, List<Warning> warnings) {}

    /** The head of its column: the dialect's name, or that of one kind of its models. */
    protected abstract String dialect();

    /** All features of the capability. */
    protected abstract F[] features();

    /** One entry for each feature. */
    protected abstract Map<F, Support> support();

    protected abstract Sent sent(F feature);

    /** The fields of which a refusal names one; none where it need not, because the field holds many things. */
    protected Set<String> named(F feature) {
        return Set.of(feature.field());
    }

    @Test
    void shouldStateWhatBecomesOfEveryFeature() {
        assertThat(support()).containsOnlyKeys(features());
    }

    @TestFactory
    Stream<DynamicTest> shouldDoWithEachFeatureWhatIsStated() {
        return Arrays.stream(features())
                .map(feature -> DynamicTest.dynamicTest(feature.label(), () -> check(feature)));
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveTheSameRequestTwiceWhenAskedTwice() {
        return Arrays.stream(features())
                .filter(feature -> !(support().get(feature) instanceof Support.Unsupported))
                .map(feature -> DynamicTest.dynamicTest(
                        feature.label(), () -> assertThat(sent(feature)).isEqualTo(sent(feature))));
    }

    private void check(F feature) {
        Support stated = support().get(feature);
        switch (stated) {
            case Support.Carried(String what, var body) -> {
                Sent sent = sent(feature);
                assertThat(fields(sent)).as("warnings").doesNotContain(feature.field());
                assertThat(body.test(sent.body())).as("%s in %s", what, sent.body()).isTrue();
            }
            case Support.Warned(String what, var body) -> {
                Sent sent = sent(feature);
                assertThat(fields(sent)).as("warnings").contains(feature.field());
                assertThat(body.test(sent.body())).as("%s in %s", what, sent.body()).isTrue();
            }
            case Support.Unsupported() -> refused(feature);
        }
    }

    private void refused(F feature) {
        Throwable thrown = catchThrowable(() -> sent(feature));
        String field = switch (thrown) {
            case ProviderException e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED);
                yield e.failure().param();
            }
            case InvalidRequestException e -> e.param();
            case null, default -> throw new AssertionError("not refused", thrown);
        };
        Set<String> named = named(feature);
        if (!named.isEmpty()) {
            assertThat(field).as("the field that is named").isIn(named);
        }
    }

    private static List<String> fields(Sent sent) {
        assertThat(sent.warnings()).allSatisfy(warning -> {
            assertThat(warning.field()).isNotBlank();
            assertThat(warning.message()).isNotBlank().matches("[ -~]+");
        });
        return sent.warnings().stream().map(Warning::field).toList();
    }

    /** A row of the page: what becomes of a feature. */
    static String word(@Nullable Support support) {
        return switch (support) {
            case Support.Carried _ -> "yes";
            case Support.Warned _ -> "warned";
            case Support.Unsupported() -> "no";
            case null -> throw new IllegalArgumentException("nothing is stated");
        };
    }
}
