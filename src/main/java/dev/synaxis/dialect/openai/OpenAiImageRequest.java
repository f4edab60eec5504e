package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.MultipartForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for pictures: generation in JSON, edit as multipart or in JSON, where the images are URLs, data URLs
 * or ids of files. Source: https://platform.openai.com/docs/api-reference/images/create and .../createEdit (read
 * 2026-11-22).
 */
public final class OpenAiImageRequest {

    /** Names of the parts that hold files. */
    public static final Set<String> FILES = Set.of("image", "image[]", "mask", "markup");

    /** Tokens of one picture of 1024 x 1024 by quality, as OpenAI counts them; others are near. */
    private static final Map<String, Integer> TOKENS = Map.of("low", 272, "high", 4160, "hd", 4160);

    private static final int MEDIUM = 1056;

    private final ImageRequest canonical;
    private final boolean edit;
    private final boolean stream;
    private final @Nullable Boolean wantsUrls;
    private final @Nullable JsonFields json;
    private final @Nullable MultipartForm form;
    private final List<ImageReference> references;
    private final @Nullable ImageReference mask;

    private OpenAiImageRequest(
            ImageRequest canonical,
            ImageFields fields,
            boolean edit,
            @Nullable JsonFields json,
            @Nullable MultipartForm form,
            List<ImageReference> references,
            @Nullable ImageReference mask) {
        this.canonical = canonical;
        this.edit = edit;
        this.stream = fields.stream();
        this.wantsUrls = fields.wantsUrls();
        this.json = json;
        this.form = form;
        this.references = references;
        this.mask = mask;
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    public static OpenAiImageRequest generation(byte[] body) {
        JsonFields json = JsonFields.read(body);
        ImageFields fields = new ImageFields(json.tree());
        return new OpenAiImageRequest(fields.request(json.model()), fields, false, json, null, List.of(), null);
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    public static OpenAiImageRequest edit(byte[] body) {
        JsonFields json = JsonFields.read(body);
        ImageFields fields = new ImageFields(json.tree());
        ImageRequest request = fields.request(json.model());
        JsonNode mask = json.tree().path("mask");
        return new OpenAiImageRequest(
                request,
                fields,
                true,
                json,
                null,
                ImageReference.all(json.tree()),
                mask.isMissingNode() || mask.isNull() ? null : ImageReference.read(mask, "mask"));
    }

    /** @throws InvalidRequestException 400; {@code param} names the part */
    public static OpenAiImageRequest edit(MultipartForm form) {
        ObjectNode tree = FormFields.tree(form, ImageFields.KNOWN);
        ImageFields fields = new ImageFields(tree);
        String model = Json.text(tree, "model");
        if (model == null) {
            throw Faults.missing("model");
        }
        List<Upload> images = form.files("image");
        if (images.isEmpty()) {
            throw Faults.missing("image");
        }
        List<Upload> masks = form.files("mask");
        if (masks.size() > 1) {
            throw Faults.value("mask", "expected one file");
        }
        if (!form.files("markup").isEmpty()) {
            // for a warning: only OpenAI knows what it is
            tree.put("markup", "file");
        }
        ImageRequest request = fields.request(Values.modelName(model)).with(images, masks.isEmpty() ? null : masks.getFirst());
        pictures(form);
        return new OpenAiImageRequest(request, fields, true, null, form, List.of(), null);
    }

    /** Refuses a file that is no picture; of several in parts of one name by its place among them. */
    private static void pictures(MultipartForm form) {
        for (String name : List.of("image", "mask", "markup")) {
            List<Upload> files = form.files(name);
            for (int i = 0; i < files.size(); i++) {
                if (ImageFiles.type(files.get(i)) == null) {
                    String part = files.size() == 1 ? name : name + "[" + i + "]";
                    throw new InvalidRequestException(400,
                            "The file in part '" + part + "' is no picture: give it a name that ends in png, jpg, jpeg,"
                                    + " webp, gif, heic or avif, or the content type of its format.",
                            part, "unsupported_file");
                }
            }
        }
    }

    public String model() {
        return canonical.model();
    }

    /** Whether images are to be changed. */
    public boolean edit() {
        return edit;
    }

    public boolean stream() {
        return stream;
    }

    /** Whether the client asks for URLs ({@code TRUE}) or base64 ({@code FALSE}); null where it does not say. */
    public @Nullable Boolean wantsUrls() {
        return wantsUrls;
    }

    /** Without the images that {@link #references} and {@link #mask} name. */
    public ImageRequest canonical() {
        return canonical;
    }

    /** The images of an edit in JSON. */
    public List<ImageReference> references() {
        return references;
    }

    /** The mask of an edit in JSON. */
    public @Nullable ImageReference mask() {
        return mask;
    }

    /** Whether the client sent a field of this name. */
    boolean has(String field) {
        return json != null ? json.tree().has(field) : form != null && form.field(field) != null;
    }

    public long estimatedInputTokens() {
        return Math.max(1, canonical.prompt().length() / 4);
    }

    /** Estimate for vendors that count tokens. */
    public long estimatedOutputTokens() {
        String quality = canonical.quality();
        return (long) canonical.count() * TOKENS.getOrDefault(quality == null ? "" : quality, MEDIUM);
    }

    /** The client's own request for a provider of its dialect, with what that provider needs otherwise put in its place. */
    public WireRequest forward(String url, String upstreamModel, Compat compat) {
        List<Warning> warnings = new ArrayList<>();
        ImagePatch patch = ImagePatch.of(this, upstreamModel, compat, warnings);
        if (json != null) {
            byte[] body = json.forward(upstreamModel, patch.instead(json.tree()), patch.drop());
            return new WireRequest(url, WireRequest.JSON, body, warnings);
        }
        MultipartBody body = new MultipartBody();
        for (MultipartForm.Part part : form == null ? List.<MultipartForm.Part>of() : form.parts()) {
            switch (part) {
                case MultipartForm.FilePart file -> body.part(file);
                case MultipartForm.Field field when field.name().equals("model") -> body.field("model", upstreamModel);
                case MultipartForm.Field field -> patch.write(field, body);
            }
        }
        WireBody built = body.build();
        return new WireRequest(url, body.headers(), built, warnings);
    }
}
