package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.MultipartForm;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of a multipart request as the JSON that they would be. */
final class FormFields {

    private static final Set<String> NUMBERS = Set.of("n", "output_compression", "partial_images");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

    private FormFields() {}

    /**
     * What should be a number or a flag and is none stays text.
     *
     * @param single fields that come once; of any other one that comes twice the last one counts
     * @throws InvalidRequestException 400; {@code param} names the field
     */
    static ObjectNode tree(MultipartForm form, Set<String> single) {
        ObjectNode tree = Json.object();
        for (MultipartForm.Part part : form.parts()) {
            if (part instanceof MultipartForm.Field(String name, String value)) {
                if (single.contains(name) && tree.has(name)) {
                    throw Faults.value(name, "expected it once");
                }
                if (NUMBERS.contains(name) && WHOLE.matcher(value).matches()) {
                    tree.put(name, Integer.parseInt(value));
                } else if (name.equals("stream") && (value.equals("true") || value.equals("false"))) {
                    tree.put(name, value.equals("true"));
                } else {
                    tree.put(name, value);
                }
            }
        }
        return tree;
    }
}
