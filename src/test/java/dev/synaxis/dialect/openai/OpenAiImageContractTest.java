package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageFeature;
import dev.synaxis.dialect.ImageWireContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The client's own dialect: what it asks for goes on as it came. GPT image models refuse a {@code response_format}. */
public class OpenAiImageContractTest extends ImageWireContract {

    private static final String PIXEL = "\"" + ImageWire.PIXEL + "\"";

    private final Dialect dialect = new OpenAiDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("openai", "https://api.openai.com/v1", "gpt-image-1.5", null, Compat.NONE);
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        support.put(ImageFeature.PROMPT, carried("/prompt", "\"A fox\""));
        support.put(ImageFeature.SQUARE, carried("/size", "\"1024x1024\""));
        support.put(ImageFeature.WIDE, carried("/size", "\"1536x1024\""));
        support.put(ImageFeature.AUTO_SIZE, carried("/size", "\"auto\""));
        support.put(ImageFeature.QUALITY, carried("/quality", "\"high\""));
        support.put(ImageFeature.STYLE, carried("/style", "\"vivid\""));
        support.put(ImageFeature.BACKGROUND, carried("/background", "\"transparent\""));
        support.put(ImageFeature.PNG, carried("/output_format", "\"png\""));
        support.put(ImageFeature.JPEG, carried("/output_format", "\"jpeg\""));
        support.put(ImageFeature.WEBP, carried("/output_format", "\"webp\""));
        support.put(ImageFeature.COMPRESSION, carried("/output_compression", "70"));
        support.put(ImageFeature.MODERATION, carried("/moderation", "\"low\""));
        support.put(ImageFeature.SEVERAL, carried("/n", "2"));
        support.put(ImageFeature.URL, carriedWithout("/response_format"));
        support.put(ImageFeature.BASE64, carriedWithout("/response_format"));
        support.put(ImageFeature.STREAM, carried("/stream", "true"));
        support.put(ImageFeature.PARTIAL_IMAGES, carried("/partial_images", "2"));
        support.put(ImageFeature.USER, carried("/user", "\"ada\""));
        support.put(ImageFeature.UNKNOWN_FIELD, carried("/made_up_field", "1"));
        support.put(ImageFeature.EDIT, carried("/image", "[" + PIXEL + "]"));
        support.put(ImageFeature.EDIT_OF_SEVERAL, carried("/image[]", "[" + PIXEL + "," + PIXEL + "]"));
        support.put(ImageFeature.EDIT_IN_JSON,
                carried("/images/0/image_url", "\"data:image/png;base64," + ImageWire.PIXEL + "\""));
        support.put(ImageFeature.MASK, carried("/mask", "[" + PIXEL + "]"));
        support.put(ImageFeature.MARKUP, carried("/markup", "[" + PIXEL + "]"));
        support.put(ImageFeature.INPUT_FIDELITY, carried("/input_fidelity", "\"high\""));
        return support;
    }

    @Override
    protected String answer(List<String> pictures) {
        ObjectNode body = (ObjectNode) Json.parseOrNull(ImageWire.openai());
        ArrayNode data = body.putArray("data");
        pictures.forEach(picture -> data.addObject().put("b64_json", picture));
        return body.toString();
    }

    @Override
    protected boolean counts() {
        return true;
    }

    @Override
    protected String error() {
        return "{\"error\":{\"message\":\"try later\",\"type\":\"server_error\",\"code\":503}}";
    }

    @Override
    protected WireReply filtered() {
        return reply(400, "{\"error\":{\"message\":\"refused\",\"type\":\"image_generation_user_error\","
                + "\"code\":\"moderation_blocked\"}}");
    }

    @Override
    protected FailureKind filteredKind() {
        return FailureKind.INVALID_REQUEST;
    }
}
