package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pictures of a generateContent answer; text beside them and pictures of the model's thinking are passed over. */
final class PictureReply {

    private PictureReply() {}

    static ImageResponse read(JsonNode answer) {
        List<Picture> pictures = new ArrayList<>();
        String stopped = Fields.text(Fields.either(answer, "promptFeedback", "prompt_feedback"), "blockReason", "block_reason");
        boolean filtered = stopped != null;
        for (JsonNode candidate : answer.path("candidates")) {
            for (JsonNode part : candidate.path("content").path("parts")) {
                Picture picture = part.path("thought").asBoolean() ? null : picture(part);
                if (picture != null) {
                    pictures.add(picture);
                }
            }
            String reason = Fields.text(candidate, "finishReason", "finish_reason");
            if (stopped == null && reason != null) {
                stopped = reason;
                filtered = FinishReasons.of(reason, false) == FinishReason.CONTENT_FILTER;
            }
        }
        if (pictures.isEmpty()) {
            throw new ProviderException(
                    filtered ? FailureKind.CONTENT_FILTERED : FailureKind.MALFORMED_REPLY,
                    "the answer has no picture"
                            + (stopped == null ? "" : " (" + stopped.toLowerCase(Locale.ROOT).replace('_', ' ') + ")"));
        }
        UsageReader usage = new UsageReader();
        usage.read(answer);
        TokenUsage counted = usage.usage();
        return new ImageResponse(
                pictures, counted == null ? null : counted.withImageInput(inputImageTokens(answer)));
    }

    private static @Nullable Picture picture(JsonNode part) {
        JsonNode media = Fields.either(part, "inlineData", "inline_data");
        String type = Fields.text(media, "mimeType", "mime_type");
        String data = Json.text(media, "data");
        return data == null || data.isEmpty() || type != null && !type.startsWith("image/")
                ? null
                : new Picture(type == null ? ImageTypes.of(data, "image/png") : type, data, null);
    }

    private static long inputImageTokens(JsonNode answer) {
        JsonNode details = Fields.either(
                Fields.either(answer, "usageMetadata", "usage_metadata"), "promptTokensDetails", "prompt_tokens_details");
        for (JsonNode detail : details) {
            if ("IMAGE".equals(Json.text(detail, "modality"))) {
                return Math.max(0, Fields.either(detail, "tokenCount", "token_count").asLong());
            }
        }
        return 0;
    }
}
