package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import java.time.Duration;
import java.util.List;

/** Pictures of a dialect that draws inside this process, without a wire. */
public interface InProcessImage {

    /** @throws ProviderException a failure that the configuration scripted */
    ImageResponse answer(ImageRequest request, Upstream upstream);

    /**
     * The whole answer as a stream, in order.
     *
     * @throws ProviderException a failure that the configuration scripted to come before the first picture
     */
    List<Step> stream(ImageRequest request, Upstream upstream);

    /** A piece of a stream, and the pause before it. */
    sealed interface Step {
        Duration pause();
    }

    /** @param index which unfinished picture of its finished one this is, from 0 */
    record Partial(Duration pause, Picture picture, int index) implements Step {}

    /** @param answer one finished picture, and the usage of all with the last of them */
    record Completed(Duration pause, ImageResponse answer) implements Step {}

    /** The stream breaks here. */
    record Broken(Duration pause, ProviderException failure) implements Step {}
}
