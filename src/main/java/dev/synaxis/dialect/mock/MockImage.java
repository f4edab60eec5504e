package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.AspectRatios.Pixels;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.InProcessImage;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Upload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of the mock: a PNG that shows the prompt, or the scripted reply, in letters; of an edit also what images it
 * got. The same picture n times; unfinished ones show the upper part.
 */
final class MockImage implements InProcessImage {

    private static final int MOST_PICTURES = 10;
    private static final int MOST_PIXELS = 4096;
    private static final Pixels DEFAULT_SIZE = new Pixels(1024, 1024);

    private final Map<String, MockProvider> providers;
    private final Consumer<Duration> sleep;

    MockImage(Map<String, MockProvider> providers, Consumer<Duration> sleep) {
        this.providers = providers;
        this.sleep = sleep;
    }

    @Override
    public ImageResponse answer(ImageRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        if (provider.script().delay().isPositive()) {
            sleep.accept(provider.script().delay());
        }
        failIfDue(provider);
        Picture picture = picture(request, provider.script(), 1);
        return new ImageResponse(Collections.nCopies(request.count(), picture), usage(request));
    }

    @Override
    public List<Step> stream(ImageRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        failIfDue(provider);
        MockScript script = provider.script();
        List<Step> steps = new ArrayList<>();
        int partials = request.partialImages() == null ? 0 : request.partialImages();
        for (int n = 0; n < request.count(); n++) {
            for (int i = 0; i < partials; i++) {
                Picture part = picture(request, script, (i + 1.0) / (partials + 1));
                steps.add(new Partial(pause(script, steps), part, i));
            }
            TokenUsage usage = n == request.count() - 1 ? usage(request) : null;
            steps.add(new Completed(
                    pause(script, steps), new ImageResponse(List.of(picture(request, script, 1)), usage)));
        }
        if (script.breakAfter() != null) {
            steps = new ArrayList<>(steps.subList(0, Math.min(script.breakAfter(), steps.size())));
            steps.add(new Broken(script.pause(), new ProviderException(
                    FailureKind.NETWORK, "the mock provider was told to break its stream")));
        }
        return List.copyOf(steps);
    }

    private static Duration pause(MockScript script, List<Step> before) {
        return before.isEmpty() ? script.delay() : script.pause();
    }

    private MockProvider provider(Upstream upstream) {
        MockProvider provider = providers.get(upstream.provider());
        return provider == null ? new MockProvider(MockScript.NONE) : provider;
    }

    private static void failIfDue(MockProvider provider) {
        ProviderException failure = provider.nextFailure();
        if (failure != null) {
            throw failure;
        }
    }

    private static TokenUsage usage(ImageRequest request) {
        return TokenUsage.of(MockTokens.count(request.prompt()), 0);
    }

    private static void expectPicture(Upload file, String param) {
        if (ImageFiles.sniffed(file) == null) {
            throw new ProviderException(
                    FailureKind.INVALID_REQUEST, param, param + " must be a picture: PNG, JPEG, WebP, GIF, HEIC or AVIF");
        }
    }

    /** @param finished share of the picture that is drawn */
    private static Picture picture(ImageRequest request, MockScript script, double finished) {
        request.images().forEach(image -> expectPicture(image, "image"));
        if (request.mask() != null) {
            expectPicture(request.mask(), "mask");
        }
        if (request.count() > MOST_PICTURES) {
            throw new ProviderException(FailureKind.INVALID_REQUEST, "n", "n must be from 1 to " + MOST_PICTURES);
        }
        if (request.outputFormat() != null && !request.outputFormat().equals("png")) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "output_format", "the mock draws output_format png only");
        }
        Pixels size = size(request.size());
        String text = script.reply() != null ? script.reply() : request.prompt() + images(request);
        byte[] png = MockPng.draw(size.width(), size.height(), text, finished);
        return new Picture("image/png", Base64.getEncoder().encodeToString(png), null);
    }

    private static Pixels size(@Nullable String size) {
        Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            if (size == null || size.equals("auto")) {
                return DEFAULT_SIZE;
            }
            throw new ProviderException(FailureKind.INVALID_REQUEST, "size", "size must be such as 1024x1024, or auto");
        }
        if (pixels.width() > MOST_PIXELS || pixels.height() > MOST_PIXELS) {
            throw new ProviderException(FailureKind.INVALID_REQUEST, "size", "size must be at most 4096x4096");
        }
        return pixels;
    }

    private static String images(ImageRequest request) {
        StringBuilder text = new StringBuilder();
        for (Upload image : request.images()) {
            text.append("\n[").append(image.filename()).append(' ').append(image.size()).append(" bytes]");
        }
        if (request.mask() != null) {
            text.append("\n[mask ").append(request.mask().size()).append(" bytes]");
        }
        return text.toString();
    }
}
