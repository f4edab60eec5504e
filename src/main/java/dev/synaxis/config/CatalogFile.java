package dev.synaxis.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the catalogue that comes with Synaxis, from the class path. */
final class CatalogFile {

    private CatalogFile() {}

    /** The file's root; its problems carry its name. Placeholders stay as they are. */
    static Section read(String name, Problems problems) {
        try (InputStream in = CatalogFile.class.getResourceAsStream("/catalog/" + name)) {
            if (in == null) {
                throw new IllegalStateException("catalog/" + name + " is missing from the class path");
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            ObjectNode root = YamlFile.read("catalog/" + name, yaml, problems);
            return new Section(
                    "",
                    root == null ? JsonNodeFactory.instance.objectNode() : root,
                    new Placeholders(Map.of()),
                    problems);
        } catch (IOException e) {
            throw new UncheckedIOException("catalog/" + name, e);
        }
    }
}
