package dev.synaxis.dialect.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.InProcessImage;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.wire.BytesUpload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MockImageTest {

    private static final byte[] PIXEL = Base64.getDecoder().decode(ImageWire.PIXEL);

    private static ImageRequest drawing(String prompt, @Nullable String size, @Nullable Integer n, @Nullable Integer partials) {
        return new ImageRequest(
                "m", prompt, List.of(), null, n, size, null, null, null, null, null, null, null, partials, null, Map.of());
    }

    private static InProcessImage mock(Map<String, Object> script) {
        return new Mock(script).dialect.inProcessImage();
    }

    private static BufferedImage picture(ImageResponse.Picture picture) throws IOException {
        assertThat(picture.mediaType()).isEqualTo("image/png");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.base64())));
    }

    /** The dots that are set, as text. */
    private static String dots(BufferedImage image) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                text.append((image.getRGB(x, y) & 0xffffff) == 0xffffff ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void shouldShowThePromptInTheSizeThatIsAskedFor() throws IOException {
        ImageResponse answer = mock(Map.of()).answer(drawing("Hi é", "24x16", 2, null), Mock.UPSTREAM);

        assertThat(answer.pictures()).hasSize(2);
        assertThat(answer.usage()).isEqualTo(TokenUsage.of(2, 0));
        assertThat(dots(picture(answer.pictures().get(1)))).startsWith("""
                #...#...#...............
                #...#...................
                #...#..##..........###..
                #####...#.........#...#.
                #...#...#.........#####.
                #...#...#.........#.....
                #...#..###.........###..
                ........................
                """);
    }

    @Test
    void shouldFillAPictureWithLongWordsAndShowWhatItGot() throws IOException {
        InProcessImage mock = mock(Map.of());
        ImageRequest edit = drawing("word ".repeat(40) + "x".repeat(200), null, null, null)
                .with(List.of(new BytesUpload("cat.png", null, PIXEL)), null);

        BufferedImage with = picture(mock.answer(edit, Mock.UPSTREAM).pictures().getFirst());
        BufferedImage without = picture(mock.answer(edit.with(List.of(), null), Mock.UPSTREAM).pictures().getFirst());

        assertThat(with.getWidth()).isEqualTo(1024);
        assertThat(with.getHeight()).isEqualTo(1024);
        assertThat(dots(with)).isNotEqualTo(dots(without));
    }

    @Test
    void shouldDrawUnfinishedPicturesBeforeTheFinishedOne() throws IOException {
        List<InProcessImage.Step> steps =
                mock(Map.of("pause", "5ms")).stream(drawing("Hello ".repeat(5), "40x40", 1, 2), Mock.UPSTREAM);

        assertThat(steps).hasSize(3);
        assertThat(steps.get(0)).isInstanceOf(InProcessImage.Partial.class);
        assertThat(((InProcessImage.Partial) steps.get(1)).index()).isEqualTo(1);
        assertThat(steps.get(1).pause()).isEqualTo(Duration.ofMillis(5));
        ImageResponse finished = ((InProcessImage.Completed) steps.get(2)).answer();
        assertThat(finished.usage()).isNotNull();
        long early = dots(picture(((InProcessImage.Partial) steps.get(0)).picture())).chars().filter(c -> c == '#').count();
        long late = dots(picture(finished.pictures().getFirst())).chars().filter(c -> c == '#').count();
        assertThat(early).isLessThan(late);
    }

    @Test
    void shouldDoWhatItsScriptSays() throws IOException {
        assertThat(dots(picture(mock(Map.of("reply", "Hi")).answer(drawing("No", "12x8", 1, null), Mock.UPSTREAM)
                .pictures().getFirst()))).startsWith("#...#...#...\n");
        assertKind(FailureKind.RATE_LIMITED, mock(Map.of("fail", "rate-limited")), drawing("p", null, 1, null));
        List<InProcessImage.Step> steps =
                mock(Map.of("break-after", 1)).stream(drawing("p", "40x40", 1, 1), Mock.UPSTREAM);
        assertThat(steps).hasSize(2);
        assertThat(steps.get(1)).isInstanceOf(InProcessImage.Broken.class);
    }

    @Test
    void shouldRefuseWhatItCannotDraw() {
        assertWrong("size", drawing("p", "huge", 1, null));
        assertWrong("size", drawing("p", "9000x10", 1, null));
        assertWrong("n", drawing("p", null, 11, null));
        BytesUpload text = new BytesUpload("cat.png", "image/png", "no picture".getBytes(StandardCharsets.UTF_8));
        BytesUpload pixel = new BytesUpload("cat.txt", "text/plain", PIXEL);
        assertWrong("image", drawing("p", null, 1, null).with(List.of(pixel, text), null));
        assertWrong("mask", drawing("p", null, 1, null).with(List.of(pixel), text));
    }

    private static void assertWrong(String param, ImageRequest request) {
        assertThatThrownBy(() -> mock(Map.of()).answer(request, Mock.UPSTREAM)).isInstanceOfSatisfying(
                ProviderException.class, e -> {
                    assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                    assertThat(e.failure().param()).isEqualTo(param);
                });
    }

    private static void assertKind(FailureKind kind, InProcessImage mock, ImageRequest request) {
        assertThatThrownBy(() -> mock.answer(request, Mock.UPSTREAM)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
