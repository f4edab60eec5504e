package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.MultipartForm;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form written as JSON, for where no multipart body can be sent: a field is a string, a number or a flag; several of a
 * name are a list, {@code name[]} in the form; an object is {@code name[key]}, as OpenAI's own clients write it; the file
 * is a data URL in base64.
 */
final class JsonForm {

    /** What a header of a part may hold. */
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,64}/[\\w.+-]{1,64}(;[ -~]{0,128})?");

    private static final String EXPECTED = "expected a data URL such as data:audio/wav;base64,UklGRg==";

    private JsonForm() {}

    /**
     * @param file  the field that is the file
     * @param limit largest file, in bytes
     * @throws InvalidRequestException 400, or 413 for a file that is too large; {@code param} names the field
     */
    static MultipartForm read(byte[] body, String file, long limit) {
        ObjectNode tree = JsonFields.read(body).tree();
        List<MultipartForm.Part> parts = new ArrayList<>();
        tree.properties().forEach(field -> {
            if (!field.getKey().equals(file)) {
                add(field.getKey(), field.getValue(), parts);
            } else if (!field.getValue().isNull()) {
                parts.add(new MultipartForm.FilePart(file, upload(field.getValue(), file, limit)));
            }
        });
        return new MultipartForm(parts);
    }

    private static void add(String name, JsonNode value, List<MultipartForm.Part> parts) {
        if (value.isArray()) {
            value.forEach(one -> add(name + "[]", one, parts));
        } else if (value.isObject()) {
            value.properties().forEach(one -> add(name + "[" + one.getKey() + "]", one.getValue(), parts));
        } else if (!value.isNull()) {
            parts.add(new MultipartForm.Field(name, value.asText()));
        }
    }

    private static Upload upload(JsonNode value, String field, long limit) {
        String url = value.textValue();
        if (url == null || !(ImageReference.source(url, field) instanceof MediaSource.Data(String type, String base64))) {
            throw Faults.value(field, EXPECTED);
        }
        if (base64.length() / 4 * 3L - 2 > limit) {
            throw new InvalidRequestException(
                    413, "the file is larger than the limit of " + limit + " bytes (server.max-upload)", field,
                    "request_too_large");
        }
        return new BytesUpload("", mediaType(type, field), decoded(base64, field));
    }

    private static @Nullable String mediaType(String type, String field) {
        if (type.isEmpty()) {
            return null;
        }
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw Faults.value(field, EXPECTED);
        }
        return type;
    }

    private static byte[] decoded(String base64, String field) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Faults.value(field, "what follows ';base64,' is no base64");
        }
        if (bytes.length == 0) {
            throw new InvalidRequestException(400, "The file in '" + field + "' is empty.", field, "empty_file");
        }
        return bytes;
    }
}
