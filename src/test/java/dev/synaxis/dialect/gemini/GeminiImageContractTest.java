package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warned;
import static dev.synaxis.dialect.Support.warnedWithout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageFeature;
import dev.synaxis.dialect.ImageWireContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Models that chat in pictures. */
public class GeminiImageContractTest extends ImageWireContract {

    private static final String IMAGE = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + ImageWire.PIXEL + "\"}}";

    private final Dialect dialect = new GeminiDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("google", "https://generativelanguage.googleapis.com/v1beta", "gemini-3.1-flash-image", null,
                Compat.NONE);
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support one = carried("/contents/0/parts", "[{\"text\":\"A fox\"}]");
        support.put(ImageFeature.PROMPT, one);
        support.put(ImageFeature.SQUARE, carried("/generationConfig/imageConfig", "{\"aspectRatio\":\"1:1\"}"));
        support.put(ImageFeature.WIDE, warned("/generationConfig/imageConfig", "{\"aspectRatio\":\"3:2\"}"));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/generationConfig/imageConfig"));
        support.put(ImageFeature.QUALITY, warned());
        support.put(ImageFeature.STYLE, warned());
        support.put(ImageFeature.BACKGROUND, warned());
        support.put(ImageFeature.PNG, one);
        support.put(ImageFeature.JPEG, warned());
        support.put(ImageFeature.WEBP, warned());
        support.put(ImageFeature.COMPRESSION, warned());
        support.put(ImageFeature.MODERATION, warned());
        // one in a call: it is asked again for the second one
        support.put(ImageFeature.SEVERAL, one);
        support.put(ImageFeature.URL, one);
        support.put(ImageFeature.BASE64, one);
        support.put(ImageFeature.STREAM, one);
        support.put(ImageFeature.PARTIAL_IMAGES, warned());
        support.put(ImageFeature.USER, warnedWithout("/user"));
        support.put(ImageFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        support.put(ImageFeature.EDIT, carried("/contents/0/parts", "[" + IMAGE + ",{\"text\":\"A fox\"}]"));
        support.put(ImageFeature.EDIT_OF_SEVERAL,
                carried("/contents/0/parts", "[" + IMAGE + "," + IMAGE + ",{\"text\":\"A fox\"}]"));
        support.put(ImageFeature.EDIT_IN_JSON, carried("/contents/0/parts/0", IMAGE));
        support.put(ImageFeature.MASK, unsupported());
        support.put(ImageFeature.MARKUP, warned("/contents/0/parts", "[" + IMAGE + ",{\"text\":\"A fox\"}]"));
        support.put(ImageFeature.INPUT_FIDELITY, warned());
        return support;
    }

    @Override
    protected String answer(List<String> pictures) {
        ObjectNode body = (ObjectNode) Json.parseOrNull(ImageWire.gemini());
        ArrayNode parts = ((ObjectNode) body.at("/candidates/0/content")).putArray("parts");
        parts.addObject().put("text", "Here it is");
        pictures.forEach(picture -> parts.addObject().putObject("inlineData")
                .put("mimeType", ImageTypes.of(picture, "image/png")).put("data", picture));
        return body.toString();
    }

    @Override
    protected boolean counts() {
        return true;
    }

    @Override
    protected String error() {
        return "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}";
    }

    @Override
    protected WireReply filtered() {
        return reply(200, "{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}]}");
    }
}
