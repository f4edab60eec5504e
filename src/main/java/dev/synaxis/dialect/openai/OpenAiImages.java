package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers with pictures in OpenAI's form: looked through where they are handed on, written where they are not. */
public final class OpenAiImages {

    private OpenAiImages() {}

    /**
     * An answer of the client's dialect.
     *
     * @param body  the vendor's, or with pictures put into the form that the client asked for
     * @param count pictures in it
     */
    public record Answer(byte[] body, int count, @Nullable TokenUsage usage) {}

    /**
     * Reads an answer that is handed on.
     *
     * @param wantsUrls whether pictures must be URLs, or base64; null for as they come. Where there is no URL one is
     *                  made that holds the picture itself ({@code data:})
     * @param fetch     the picture behind a URL
     * @throws ProviderException MALFORMED_REPLY where there is no picture; the vendor's failure where it carries an error
     */
    public static Answer read(byte[] body, @Nullable Boolean wantsUrls, Function<String, MediaSource.Data> fetch) {
        ObjectNode tree = Json.parseObject(body).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        JsonNode data = tree.path("data");
        if (!data.isArray() || data.isEmpty()) {
            if (Json.has(tree, "error")) {
                throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), body)));
            }
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no pictures");
        }
        boolean changed = false;
        for (JsonNode picture : data) {
            changed |= convert(picture, wantsUrls, fetch);
        }
        return new Answer(changed ? Json.bytes(tree) : body, data.size(), usage(tree.path("usage")));
    }

    /**
     * The pictures of a whole answer.
     *
     * @throws ProviderException as {@link #read}; MALFORMED_REPLY for pictures that are only pointed to, too
     */
    public static ImageResponse pictures(WireReply reply) {
        Answer answer = read(reply.body(), false, url -> {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the provider answered a request for a stream with a URL");
        });
        List<Picture> pictures = new ArrayList<>();
        for (JsonNode entry : Json.parseObject(reply.body()).orElseThrow().path("data")) {
            String base64 = Json.textOrEmpty(entry, "b64_json");
            pictures.add(new Picture(ImageTypes.of(base64, "image/png"), base64, Json.text(entry, "revised_prompt")));
        }
        return new ImageResponse(pictures, answer.usage());
    }

    private static boolean convert(
            JsonNode picture, @Nullable Boolean wantsUrls, Function<String, MediaSource.Data> fetch) {
        String url = Json.text(picture, "url");
        String base64 = Json.text(picture, "b64_json");
        boolean hasUrl = url != null && !url.isEmpty();
        boolean hasBase64 = base64 != null && !base64.isEmpty();
        if (!(picture instanceof ObjectNode object) || !hasUrl && !hasBase64) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "a picture in the provider's answer is missing");
        }
        if (Boolean.FALSE.equals(wantsUrls) && !hasBase64) {
            object.remove("url");
            object.put("b64_json", fetch.apply(String.valueOf(url)).base64());
            return true;
        }
        if (Boolean.TRUE.equals(wantsUrls) && !hasUrl) {
            object.remove("b64_json");
            object.put("url", dataUrl(ImageTypes.of(String.valueOf(base64), "image/png"), String.valueOf(base64)));
            return true;
        }
        return false;
    }

    static String dataUrl(String mediaType, String base64) {
        return "data:" + mediaType + ";base64," + base64;
    }

    /** {@code input_tokens} and {@code output_tokens}, or the names that chat has; null where nothing was counted. */
    static @Nullable TokenUsage usage(JsonNode usage) {
        if (!usage.path("input_tokens").isNumber() && !usage.path("output_tokens").isNumber()) {
            return UsageFields.read(usage);
        }
        long input = Json.number(usage, "input_tokens");
        long output = Json.number(usage, "output_tokens");
        JsonNode details = usage.path("input_tokens_details");
        long cached = Json.number(details, "cached_tokens");
        long total = Json.number(usage, "total_tokens");
        return new TokenUsage(input, cached, 0, output, 0, total > 0 ? total : input + output)
                .withImageInput(Json.number(details, "image_tokens"));
    }

    /** @param urls whether the client asked for URLs: each picture is in its own ({@code data:}) */
    public static byte[] write(ImageRequest request, ImageResponse response, Instant created, boolean urls) {
        ObjectNode body = Json.object().put("created", created.getEpochSecond());
        ArrayNode data = body.putArray("data");
        for (Picture picture : response.pictures()) {
            ObjectNode entry = data.addObject();
            if (urls) {
                entry.put("url", dataUrl(picture.mediaType(), picture.base64()));
            } else {
                entry.put("b64_json", picture.base64());
            }
            if (picture.revisedPrompt() != null) {
                entry.put("revised_prompt", picture.revisedPrompt());
            }
        }
        body.put("output_format", format(response.pictures().getFirst()));
        if (response.usage() != null) {
            body.set("usage", usage(response.usage()));
        }
        return Json.bytes(body);
    }

    /** One finished picture as an event of a stream. */
    static byte[] completed(
            String type, ImageRequest request, Picture picture, @Nullable ObjectNode usage, Instant created) {
        ObjectNode event = event(type + ".completed", request, picture, created);
        if (usage != null) {
            event.set("usage", usage);
        }
        return Json.bytes(event);
    }

    static byte[] partial(String type, ImageRequest request, Picture picture, int index, Instant created) {
        return Json.bytes(event(type + ".partial_image", request, picture, created).put("partial_image_index", index));
    }

    private static ObjectNode event(String type, ImageRequest request, Picture picture, Instant created) {
        return Json.object()
                .put("type", type)
                .put("b64_json", picture.base64())
                .put("created_at", created.getEpochSecond())
                .put("size", orAuto(request.size()))
                .put("quality", orAuto(request.quality()))
                .put("background", orAuto(request.background()))
                .put("output_format", format(picture));
    }

    private static String orAuto(@Nullable String setting) {
        return setting == null ? "auto" : setting;
    }

    private static String format(Picture picture) {
        return picture.mediaType().substring(picture.mediaType().indexOf('/') + 1);
    }

    static ObjectNode usage(TokenUsage usage) {
        ObjectNode node = Json.object()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .put("total_tokens", usage.total());
        node.putObject("input_tokens_details")
                .put("text_tokens", Math.max(0, usage.input() - usage.imageInput()))
                .put("image_tokens", usage.imageInput());
        return node;
    }
}
