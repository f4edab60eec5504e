package dev.synaxis.wire;

import dev.synaxis.model.Upload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@code multipart/form-data} body, in the order in which they came. */
public record MultipartForm(List<Part> parts) {

    public MultipartForm {
        parts = List.copyOf(parts);
    }

    public sealed interface Part {
        String name();
    }

    public record Field(String name, String value) implements Part {}

    public record FilePart(String name, Upload file) implements Part {}

    /** The value of the first field of this name; null where there is none. */
    public @Nullable String field(String name) {
        for (Part part : parts) {
            if (part instanceof Field field && field.name().equals(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** The values of all fields of this name, with or without {@code []} at its end. */
    public List<String> fields(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name) || part.name().equals(name + "[]"))
                .<String>mapMulti((part, out) -> {
                    if (part instanceof Field field) {
                        out.accept(field.value());
                    }
                })
                .toList();
    }

    /** The files of this name, with or without {@code []} at its end. */
    public List<Upload> files(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name) || part.name().equals(name + "[]"))
                .<Upload>mapMulti((part, out) -> {
                    if (part instanceof FilePart file) {
                        out.accept(file.file());
                    }
                })
                .toList();
    }
}
