package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.openai.OpenAiImages;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.testkit.ImageWire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a dialect with a wire owes beside its requests: every picture as it came, the vendor's count, no half an answer. */
public abstract class ImageWireContract extends ImageTranslatorContract {

    /** Of a JPEG. */
    private static final String OTHER = "/9j/4AAQ";

    /** A 2xx answer, as the vendor writes it, with these pictures in base64 and, where it counts, the usage of {@link ImageWire}. */
    protected abstract String answer(List<String> pictures);

    /** Whether the vendor says how many tokens it counted. */
    protected abstract boolean counts();

    /** An error of this dialect, which comes with status 200 all the same. It means OVERLOADED. */
    protected abstract String error();

    /** What comes where a filter kept all pictures back. */
    protected abstract WireReply filtered();

    /** {@link FailureKind#INVALID_REQUEST} where the vendor says so with a 4xx, which the client is to see. */
    protected FailureKind filteredKind() {
        return FailureKind.CONTENT_FILTERED;
    }

    private ImageResponse read(WireReply reply) {
        ImageTranslator translator = painter().image();
        if (reply.status() != 200) {
            throw new ProviderException(painter().failure(reply));
        }
        return translator == null
                ? OpenAiImages.pictures(reply)
                : translator.response(drawing(), reply);
    }

    private static ImageRequest drawing() {
        return ImageFeature.PROMPT.request().canonical();
    }

    protected static WireReply reply(int status, String body) {
        return new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveEveryPictureInTheOrderInWhichTheyCame() {
        ImageResponse response = read(reply(200, answer(List.of(ImageWire.PIXEL, OTHER))));

        assertThat(response.pictures()).extracting(ImageResponse.Picture::base64).containsExactly(ImageWire.PIXEL, OTHER);
        assertThat(response.pictures().getFirst().mediaType()).isEqualTo("image/png");
        assertThat(response.usage()).isEqualTo(counts() ? TokenUsage.of(50, 1056).withImageInput(40) : null);
    }

    @TestFactory
    Stream<DynamicTest> shouldCallItMalformedWhenThereIsNoPicture() {
        return Stream.of(answer(List.of()), answer(List.of("")), "{}", "[]", "<html>", "", "{\"data\":[{}]}", "{\"data\":[7]}")
                .map(body -> DynamicTest.dynamicTest(
                        "<" + body + ">", () -> fails(reply(200, body), FailureKind.MALFORMED_REPLY)));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        fails(reply(200, error()), FailureKind.OVERLOADED);
    }

    @Test
    void shouldTellAFilterFromAFault() {
        fails(filtered(), filteredKind());
    }

    private void fails(WireReply reply, FailureKind kind) {
        assertThatThrownBy(() -> read(reply)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
