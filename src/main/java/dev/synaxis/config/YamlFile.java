package dev.synaxis.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.synaxis.wire.JsonTree;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a YAML document as a tree: one document, a mapping, no field twice, no aliases. */
final class YamlFile {

    private static final YAMLFactory YAML =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private YamlFile() {}

    /**
     * The root mapping, empty for a document without content; null where something was reported. No report quotes the
     * document, since any line of it may hold a key.
     *
     * @param name what the reports call the document
     */
    static @Nullable ObjectNode read(String name, String yaml, Problems problems) {
        try (JsonParser parser = new NoAliases(YAML.createParser(yaml))) {
            JsonNode root = JsonTree.document(parser);
            if (root.isMissingNode() || root.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (root instanceof ObjectNode object) {
                return object;
            }
            problems.add(name, "expected a mapping of server, providers, ... at the top");
        } catch (JsonProcessingException e) {
            problems.add(name + at(e), reason(e));
        } catch (IOException e) {
            problems.add(name, "cannot be read");
        }
        return null;
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return line(marked.getProblemMark().getLine() + 1, marked.getProblemMark().getColumn() + 1);
        }
        return location == null || location.getLineNr() < 1 ? "" : line(location.getLineNr(), location.getColumnNr());
    }

    private static String line(int line, int column) {
        return " (line " + line + ", column " + column + ")";
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof AliasException) {
            return "aliases (*name) are not supported; quote a name that begins with *";
        }
        String message = e.getOriginalMessage();
        if (message != null && message.startsWith("Duplicate field")) {
            return "the field " + message.substring("Duplicate field ".length()) + " is there twice";
        }
        if (message != null && message.contains("Trailing token")) {
            return "holds more than one document";
        }
        if (e.getCause() instanceof MarkedYAMLException marked) {
            String context = marked.getContext() == null ? "" : marked.getContext() + ", ";
            return context.contains("alias")
                    ? "is not YAML: quote a text that begins with * (\"*\")"
                    : "is not YAML: " + context + marked.getProblem();
        }
        return "is not YAML";
    }

    /** Jackson reads an alias as the text of its name; better none than that. */
    private static final class NoAliases extends JsonParserDelegate {

        NoAliases(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (delegate instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                throw new AliasException(yaml);
            }
            return token;
        }
    }

    private static final class AliasException extends JsonParseException {

        AliasException(JsonParser parser) {
            super(parser, "alias", parser.currentTokenLocation());
        }
    }
}
