package dev.synaxis.dialect;

import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a client can ask for in a request for pictures, each with the request that asks for it. */
public enum ImageFeature implements Feature {
    PROMPT("picture of a prompt", "prompt", ""),
    SQUARE("`size` 1024x1024", "size", ",\"size\":\"1024x1024\""),
    WIDE("`size` 1536x1024", "size", ",\"size\":\"1536x1024\""),
    AUTO_SIZE("`size` auto", "size", ",\"size\":\"auto\""),
    QUALITY("`quality` high", "quality", ",\"quality\":\"high\""),
    STYLE("`style` vivid", "style", ",\"style\":\"vivid\""),
    BACKGROUND("`background` transparent", "background", ",\"background\":\"transparent\""),
    PNG("`output_format` png", "output_format", ",\"output_format\":\"png\""),
    JPEG("`output_format` jpeg", "output_format", ",\"output_format\":\"jpeg\""),
    WEBP("`output_format` webp", "output_format", ",\"output_format\":\"webp\""),
    COMPRESSION("`output_compression`, of jpeg", "output_compression",
            ",\"output_format\":\"jpeg\",\"output_compression\":70"),
    MODERATION("`moderation` low", "moderation", ",\"moderation\":\"low\""),
    SEVERAL("`n` 2", "n", ",\"n\":2"),
    URL("`response_format` url", "response_format", ",\"response_format\":\"url\""),
    BASE64("`response_format` b64_json", "response_format", ",\"response_format\":\"b64_json\""),
    STREAM("`stream`", "stream", ",\"stream\":true"),
    PARTIAL_IMAGES("`partial_images` 2", "partial_images", ",\"stream\":true,\"partial_images\":2"),
    USER("`user`", "user", ",\"user\":\"ada\""),
    UNKNOWN_FIELD("field that no dialect names", "made_up_field", ",\"made_up_field\":1"),
    EDIT("edit of an image", "image", List.of("image")),
    EDIT_OF_SEVERAL("edit of several images", "image", List.of("image[]", "image[]")),
    EDIT_IN_JSON("edit of images that JSON names", "image",
            ",\"images\":[{\"image_url\":\"data:image/png;base64," + ImageWire.PIXEL + "\"}]"),
    MASK("`mask`", "mask", List.of("image", "mask")),
    MARKUP("`markup`", "markup", List.of("image", "markup")),
    INPUT_FIDELITY("`input_fidelity` high", "input_fidelity", List.of("image", "input_fidelity"));

    private final String label;
    private final String field;
    private final String json;
    private final List<String> parts;

    ImageFeature(String label, String field, String json) {
        this(label, field, json, List.of());
    }

    /** @param parts of a multipart edit, beside its model and prompt */
    ImageFeature(String label, String field, List<String> parts) {
        this(label, field, "", parts);
    }

    ImageFeature(String label, String field, String json, List<String> parts) {
        this.label = label;
        this.field = field;
        this.json = json;
        this.parts = parts;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String field() {
        return field;
    }

    /** As the client sends it. */
    OpenAiImageRequest request() {
        byte[] body = ("{\"model\":\"m\",\"prompt\":\"A fox\"" + json + "}").getBytes(StandardCharsets.UTF_8);
        if (parts.isEmpty()) {
            return this == EDIT_IN_JSON ? OpenAiImageRequest.edit(body) : OpenAiImageRequest.generation(body);
        }
        List<MultipartForm.Part> form = new ArrayList<>();
        form.add(new MultipartForm.Field("model", "m"));
        form.add(new MultipartForm.Field("prompt", "A fox"));
        byte[] pixel = Base64.getDecoder().decode(ImageWire.PIXEL);
        for (String part : parts) {
            form.add(OpenAiImageRequest.FILES.contains(part)
                    ? new MultipartForm.FilePart(part, new BytesUpload("fox.png", "image/png", pixel))
                    : new MultipartForm.Field(part, "high"));
        }
        return OpenAiImageRequest.edit(new MultipartForm(form));
    }
}
