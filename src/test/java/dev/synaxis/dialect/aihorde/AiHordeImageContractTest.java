package dev.synaxis.dialect.aihorde;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warned;
import static dev.synaxis.dialect.Support.warnedWithout;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageFeature;
import dev.synaxis.dialect.ImageTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.testkit.ImageWire;
import java.util.EnumMap;
import java.util.Map;

public class AiHordeImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new AiHordeDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("aihorde", "https://aihorde.net/api/v2", "stable_diffusion", null, Compat.NONE);
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support prompt = carried("/prompt", "\"A fox\"");
        support.put(ImageFeature.PROMPT, prompt);
        support.put(ImageFeature.SQUARE, carried("/params", "{\"n\":1,\"width\":1024,\"height\":1024}"));
        support.put(ImageFeature.WIDE, carried("/params", "{\"n\":1,\"width\":1536,\"height\":1024}"));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/params/width"));
        support.put(ImageFeature.PNG, warned());
        support.put(ImageFeature.JPEG, warned());
        support.put(ImageFeature.WEBP, prompt);
        support.put(ImageFeature.COMPRESSION, warned());
        support.put(ImageFeature.SEVERAL, carried("/params/n", "2"));
        support.put(ImageFeature.USER, warnedWithout("/user"));
        support.put(ImageFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        support.put(ImageFeature.URL, prompt);
        support.put(ImageFeature.BASE64, prompt);
        support.put(ImageFeature.STREAM, prompt);
        support.put(ImageFeature.QUALITY, warned());
        support.put(ImageFeature.STYLE, warned());
        support.put(ImageFeature.BACKGROUND, warned());
        support.put(ImageFeature.MODERATION, warned());
        support.put(ImageFeature.PARTIAL_IMAGES, warned());
        Support source = carried("/source_image", "\"" + ImageWire.PIXEL + "\"");
        support.put(ImageFeature.EDIT, source);
        support.put(ImageFeature.EDIT_OF_SEVERAL, unsupported());
        support.put(ImageFeature.EDIT_IN_JSON, source);
        support.put(ImageFeature.MASK, unsupported());
        support.put(ImageFeature.MARKUP, warnedWithout("/markup"));
        support.put(ImageFeature.INPUT_FIDELITY, warned());
        return support;
    }
}
