package dev.synaxis.dialect.cloudflare;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
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

public class CloudflareImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new CloudflareDialect();

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("cloudflare-run", "https://vendor/accounts/a/ai", "@cf/leonardo/lucid-origin", null, Compat.NONE);
    }

    /** The model of this test draws from words only. */
    @Override
    protected Set<String> named(ImageFeature feature) {
        return feature.compareTo(ImageFeature.EDIT) < 0 ? super.named(feature) : Set.of("image");
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        Support prompt = carried("/prompt", "\"A fox\"");
        support.put(ImageFeature.PROMPT, prompt);
        support.put(ImageFeature.SQUARE, carried("/width", "1024"));
        support.put(ImageFeature.WIDE, carried("", "{\"prompt\":\"A fox\",\"width\":1536,\"height\":1024}"));
        support.put(ImageFeature.AUTO_SIZE, carriedWithout("/width"));
        support.put(ImageFeature.PNG, warnedWithout("/output_format"));
        support.put(ImageFeature.JPEG, warnedWithout("/output_format"));
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
        noEdits(support);
        return support;
    }
}
