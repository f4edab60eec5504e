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
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Imagen, which predicts; it changes no images. */
public class ImagenContractTest extends ImageWireContract {

    private final Dialect dialect = new GeminiDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected String dialect() {
        return "gemini: Imagen";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("google", "https://generativelanguage.googleapis.com/v1beta", "imagen-4.0-generate-001", null,
                Compat.NONE);
    }

    @Override
    protected Set<String> named(ImageFeature feature) {
        return Set.of("image", "mask");
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support one = carried("/instances/0/prompt", "\"A fox\"");
        support.put(ImageFeature.PROMPT, one);
        support.put(ImageFeature.SQUARE, carried("/parameters/aspectRatio", "\"1:1\""));
        support.put(ImageFeature.WIDE, warned("/parameters/aspectRatio", "\"4:3\""));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/parameters/aspectRatio"));
        support.put(ImageFeature.QUALITY, warned());
        support.put(ImageFeature.STYLE, warned());
        support.put(ImageFeature.BACKGROUND, warned());
        support.put(ImageFeature.PNG, carried("/parameters/outputOptions/mimeType", "\"image/png\""));
        support.put(ImageFeature.JPEG, carried("/parameters/outputOptions/mimeType", "\"image/jpeg\""));
        support.put(ImageFeature.WEBP, warnedWithout("/parameters/outputOptions"));
        support.put(ImageFeature.COMPRESSION, carried("/parameters/outputOptions/compressionQuality", "70"));
        support.put(ImageFeature.MODERATION, warned());
        support.put(ImageFeature.SEVERAL, carried("/parameters/sampleCount", "2"));
        support.put(ImageFeature.URL, one);
        support.put(ImageFeature.BASE64, one);
        support.put(ImageFeature.STREAM, one);
        support.put(ImageFeature.PARTIAL_IMAGES, warned());
        support.put(ImageFeature.USER, warned());
        support.put(ImageFeature.UNKNOWN_FIELD, warnedWithout("/parameters/made_up_field"));
        support.put(ImageFeature.EDIT, unsupported());
        support.put(ImageFeature.EDIT_OF_SEVERAL, unsupported());
        support.put(ImageFeature.EDIT_IN_JSON, unsupported());
        support.put(ImageFeature.MASK, unsupported());
        support.put(ImageFeature.MARKUP, unsupported());
        support.put(ImageFeature.INPUT_FIDELITY, unsupported());
        return support;
    }

    @Override
    protected String answer(List<String> pictures) {
        ObjectNode body = Json.object();
        ArrayNode predictions = body.putArray("predictions");
        pictures.forEach(picture -> predictions.addObject().put("bytesBase64Encoded", picture));
        return body.toString();
    }

    @Override
    protected boolean counts() {
        return false;
    }

    @Override
    protected String error() {
        return "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}";
    }

    @Override
    protected WireReply filtered() {
        return reply(200, "{\"predictions\":[{\"raiFilteredReason\":\"kept back\"}]}");
    }
}
