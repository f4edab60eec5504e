package dev.synaxis.dialect.mock;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.unsupported;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageFeature;
import dev.synaxis.dialect.ImageTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** A mock has nobody to whom a quality could mean something: it takes all settings but formats that it cannot draw. */
public class MockImageContractTest extends ImageTranslatorContract {

    private final Dialect dialect = new Mock(Map.of()).dialect;

    @Override
    protected Dialect painter() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return Mock.UPSTREAM;
    }

    @Override
    protected Set<String> named(ImageFeature feature) {
        return Set.of("output_format");
    }

    private static Support pictures(int count, int width, int height) {
        return carried(count + " of " + width + "x" + height, body -> {
            JsonNode data = body.path("data");
            // signature, length and name of the first chunk, width, height
            ByteBuffer png = ByteBuffer.wrap(Base64.getDecoder().decode(data.path(0).path("b64_json").asText()));
            return data.size() == count && png.getInt(16) == width && png.getInt(20) == height;
        });
    }

    @Override
    protected Map<ImageFeature, Support> support() {
        Map<ImageFeature, Support> support = new EnumMap<>(ImageFeature.class);
        for (ImageFeature feature : ImageFeature.values()) {
            support.put(feature, pictures(1, 1024, 1024));
        }
        support.put(ImageFeature.WIDE, pictures(1, 1536, 1024));
        support.put(ImageFeature.JPEG, unsupported());
        support.put(ImageFeature.WEBP, unsupported());
        support.put(ImageFeature.COMPRESSION, unsupported());
        support.put(ImageFeature.SEVERAL, pictures(2, 1024, 1024));
        support.put(ImageFeature.URL, carried("a data URL", body ->
                body.at("/data/0/url").asText().startsWith("data:image/png;base64,")));
        support.put(ImageFeature.STREAM, carried("/events", "[\"completed\"]"));
        support.put(ImageFeature.PARTIAL_IMAGES, carried("/events", "[\"partial\",\"partial\",\"completed\"]"));
        return support;
    }
}
