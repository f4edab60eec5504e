package dev.synaxis.dialect.stability;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.warned;
import static dev.synaxis.dialect.Support.warnedWithout;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageFeature;
import dev.synaxis.dialect.ImageTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

public class StabilityImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new StabilityDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("stability", "https://api.stability.ai/v2beta", "stable-image-core", null, Compat.NONE);
    }

    /** The model of this test draws from words only. */
    @Override
    protected Set<String> named(ImageFeature feature) {
        return feature.compareTo(ImageFeature.EDIT) < 0 || feature == ImageFeature.MASK ? super.named(feature) : Set.of("image");
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
        support.put(ImageFeature.WEBP, carried("/output_format", "\"webp\""));
        support.put(ImageFeature.COMPRESSION, warned());
        support.put(ImageFeature.SEVERAL, prompt);
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
        noEdits(support);
        return support;
    }
}
