package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.InProcessImage;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.ImageReference;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.dialect.openai.OpenAiImageWriter;
import dev.synaxis.dialect.openai.OpenAiImages;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.wire.SseWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pictures to draw or to change, asked for in OpenAI's form. A provider of the same dialect gets the client's own request;
 * its answer is touched only where the pictures come as URLs and the client wants base64, or the reverse.
 */
final class ImageCall implements CapabilityCall {

    private final OpenAiImageRequest request;
    private final MediaFetcher media;
    private final Clock clock;
    private @Nullable ImageRequest whole;
    /** Whom the pictures so far are from. */
    private @Nullable Candidate painter;
    private final List<ImageResponse.Picture> done = new ArrayList<>();
    private TokenUsage used = TokenUsage.NONE;
    /** How many pictures were asked for in the calls that are answered, and in the current one. */
    private int answered;

    private int asked;
    /** Finished pictures of a stream that is drawn in this process. */
    private int drawn;

    ImageCall(OpenAiImageRequest request, MediaFetcher media, Clock clock) {
        this.request = request;
        this.media = media;
        this.clock = clock;
    }

    @Override
    public ProviderCapability capability() {
        return request.edit() ? ProviderCapability.IMAGE_EDIT : ProviderCapability.IMAGE_GENERATION;
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public boolean stream() {
        return request.stream();
    }

    @Override
    public ProviderSelectionCriteria criteria(CallerHeaders caller) {
        return new ProviderSelectionCriteria(
                capability(),
                request.model(),
                caller.provider(),
                caller.strategy(),
                Set.of(),
                request.estimatedInputTokens(),
                request.estimatedOutputTokens(),
                Units.images(Math.max(1, request.canonical().count() - answered)));
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (dialect instanceof OpenAiDialect) {
            String path = request.edit() ? "/images/edits" : "/images/generations";
            return request.forward(
                    candidate.provider().baseUrl() + path, candidate.upstreamModel(), candidate.provider().compat());
        }
        ImageTranslator translator = translator(dialect);
        Upstream upstream = Dialects.upstream(candidate);
        int missing = request.canonical().count() - answered;
        asked = request.stream() ? missing : Math.min(missing, translator.most(upstream));
        return translator.request(canonical().withCount(asked), upstream);
    }

    /** Pictures of two painters do not go together: another one draws them all. */
    @Override
    public void turn(Candidate candidate) {
        Candidate before = painter;
        if (before != null && before.provider().equals(candidate.provider())
                && before.upstreamModel().equals(candidate.upstreamModel())) {
            return;
        }
        painter = candidate;
        done.clear();
        used = TokenUsage.NONE;
        answered = 0;
    }

    /** With the bytes of the images that the request names by URL. */
    private ImageRequest canonical() {
        ImageRequest known = whole;
        if (known == null) {
            List<ImageReference> references = request.references();
            known = request.canonical();
            if (!references.isEmpty()) {
                known = known.with(
                        media.uploads(references),
                        request.mask() == null ? null : media.uploads(List.of(request.mask())).getFirst());
            }
            whole = known;
        }
        return known;
    }

    private ImageTranslator translator(Dialect dialect) {
        ImageTranslator translator = dialect.image();
        if (translator == null) {
            throw Dialects.cannot(dialect, capability());
        }
        return translator;
    }

    @Override
    public Answer fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        if (!(dialect instanceof OpenAiDialect)) {
            return take(response(dialect, reply));
        }
        OpenAiImages.Answer answer;
        try {
            answer = OpenAiImages.read(reply.body(), request.wantsUrls(), media.pictures());
        } catch (InvalidRequestException e) {
            throw cannotBeHad(e);
        }
        return new Reply(answer.body(), ChatCall.JSON, answer.usage(), Units.images(answer.count()));
    }

    /** The URL leads nowhere that the gateway may look: another drawing would lie there, too. */
    private static ProviderException cannotBeHad(InvalidRequestException e) {
        return new ProviderException(ProviderFailure.lasting(
                FailureKind.MALFORMED_REPLY, "a picture in the provider's answer cannot be had: " + e.getMessage()));
    }

    private ImageResponse response(Dialect dialect, WireReply reply) {
        try {
            return translator(dialect).response(request.canonical(), reply, media.pictures());
        } catch (InvalidRequestException e) {
            throw cannotBeHad(e);
        }
    }

    /** A part, or with the last of them the whole answer. */
    private Answer take(ImageResponse response) {
        TokenUsage usage = response.usage();
        Units units = Units.images(response.pictures().size());
        done.addAll(response.pictures());
        used = usage == null ? used : used.plus(usage);
        answered += asked;
        if (answered < request.canonical().count()) {
            return new Part(usage == null ? TokenUsage.NONE : usage, units, List.of());
        }
        byte[] body = body(new ImageResponse(done, usage == null ? null : used));
        return new Reply(body, ChatCall.JSON, usage, units);
    }

    private byte[] body(ImageResponse response) {
        return OpenAiImages.write(
                request.canonical(), response, clock.instant(), Boolean.TRUE.equals(request.wantsUrls()));
    }

    private OpenAiImageWriter writer() {
        return new OpenAiImageWriter(request.edit(), request.canonical(), clock.instant());
    }

    @Override
    public StreamTranslation openStream(Candidate candidate, Dialect dialect) {
        return dialect instanceof OpenAiDialect
                ? new ImageStream(writer(), OpenAiImages::pictures)
                : new ImageStream(writer(), reply -> response(dialect, reply));
    }

    private InProcessImage inProcess(Dialect dialect) {
        InProcessImage image = dialect.inProcessImage();
        if (image == null) {
            throw Dialects.cannot(dialect, capability());
        }
        return image;
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        ImageResponse response = inProcess(dialect).answer(canonical(), Dialects.upstream(candidate));
        return new Reply(
                body(response), ChatCall.JSON, response.usage(), Units.images(response.pictures().size()));
    }

    @Override
    public void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink sink) throws InterruptedException {
        OpenAiImageWriter writer = writer();
        SseWriter out = new SseWriter();
        for (InProcessImage.Step step : inProcess(dialect).stream(canonical(), Dialects.upstream(candidate))) {
            sink.pause(step.pause());
            switch (step) {
                case InProcessImage.Partial(var pause, var picture, int index) -> writer.partial(picture, index, out);
                case InProcessImage.Completed(var pause, ImageResponse answer) -> writer.completed(answer, out);
                case InProcessImage.Broken(var pause, ProviderException failure) -> throw failure;
            }
            sink.write(out.take());
            drawn += step instanceof InProcessImage.Completed completed ? completed.answer().pictures().size() : 0;
        }
    }

    @Override
    public Units inProcessUnits() {
        return Units.images(drawn);
    }
}
