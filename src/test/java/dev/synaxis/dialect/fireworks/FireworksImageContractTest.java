package dev.synaxis.dialect.fireworks;

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

public class FireworksImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new FireworksDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("fireworks-images", "https://api.fireworks.ai/inference/v1",
                "accounts/fireworks/models/flux-kontext-pro", null, Compat.NONE);
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support prompt = carried("/prompt", "\"A fox\"");
        support.put(ImageFeature.PROMPT, prompt);
        support.put(ImageFeature.SQUARE, warned("/aspect_ratio", "\"1:1\""));
        support.put(ImageFeature.WIDE, warned("/aspect_ratio", "\"3:2\""));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/aspect_ratio"));
        support.put(ImageFeature.PNG, carried("/output_format", "\"png\""));
        support.put(ImageFeature.JPEG, carried("/output_format", "\"jpeg\""));
        support.put(ImageFeature.WEBP, warnedWithout("/output_format"));
        support.put(ImageFeature.COMPRESSION, warnedWithout("/output_compression"));
        support.put(ImageFeature.SEVERAL, prompt);
        support.put(ImageFeature.USER, warnedWithout("/user"));
        support.put(ImageFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        support.put(ImageFeature.URL, prompt);
        support.put(ImageFeature.BASE64, prompt);
        support.put(ImageFeature.STREAM, prompt);
        support.put(ImageFeature.QUALITY, warnedWithout("/quality"));
        support.put(ImageFeature.STYLE, warnedWithout("/style"));
        support.put(ImageFeature.BACKGROUND, warnedWithout("/background"));
        support.put(ImageFeature.MODERATION, warnedWithout("/moderation"));
        support.put(ImageFeature.PARTIAL_IMAGES, warnedWithout("/partial_images"));
        Support source = carried("/input_image", "\"data:image/png;base64," + ImageWire.PIXEL + "\"");
        support.put(ImageFeature.EDIT, source);
        support.put(ImageFeature.EDIT_OF_SEVERAL, unsupported());
        support.put(ImageFeature.EDIT_IN_JSON, source);
        support.put(ImageFeature.MASK, unsupported());
        support.put(ImageFeature.MARKUP, warnedWithout("/markup"));
        support.put(ImageFeature.INPUT_FIDELITY, warned());
        return support;
    }
}
