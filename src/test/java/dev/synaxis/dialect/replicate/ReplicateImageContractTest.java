package dev.synaxis.dialect.replicate;

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

public class ReplicateImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new ReplicateDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("replicate", "https://api.replicate.com/v1", "black-forest-labs/flux-kontext-pro", null, Compat.NONE);
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support prompt = carried("/input", "{\"prompt\":\"A fox\"}");
        support.put(ImageFeature.PROMPT, prompt);
        support.put(ImageFeature.SQUARE, warned("/input", "{\"prompt\":\"A fox\"}"));
        support.put(ImageFeature.WIDE, warned("/input/aspect_ratio", "\"4:3\""));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/input/aspect_ratio"));
        support.put(ImageFeature.PNG, carried("/input/output_format", "\"png\""));
        support.put(ImageFeature.JPEG, carried("/input/output_format", "\"jpg\""));
        support.put(ImageFeature.WEBP, carried("/input/output_format", "\"webp\""));
        support.put(ImageFeature.COMPRESSION, carried("/input/output_quality", "70"));
        support.put(ImageFeature.SEVERAL, prompt);
        support.put(ImageFeature.USER, warnedWithout("/input/user"));
        support.put(ImageFeature.UNKNOWN_FIELD, carried("/input/made_up_field", "1"));
        support.put(ImageFeature.URL, prompt);
        support.put(ImageFeature.BASE64, prompt);
        support.put(ImageFeature.STREAM, prompt);
        support.put(ImageFeature.QUALITY, warned());
        support.put(ImageFeature.STYLE, warned());
        support.put(ImageFeature.BACKGROUND, warned());
        support.put(ImageFeature.MODERATION, warned());
        support.put(ImageFeature.PARTIAL_IMAGES, warned());
        Support source = carried("/input/input_image", "\"data:image/png;base64," + ImageWire.PIXEL + "\"");
        support.put(ImageFeature.EDIT, source);
        support.put(ImageFeature.EDIT_OF_SEVERAL, unsupported());
        support.put(ImageFeature.EDIT_IN_JSON, source);
        support.put(ImageFeature.MASK, unsupported());
        support.put(ImageFeature.MARKUP, carried("/input/markup", "\"file\""));
        support.put(ImageFeature.INPUT_FIDELITY, warned());
        return support;
    }
}
