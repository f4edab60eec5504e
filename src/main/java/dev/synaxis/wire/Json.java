package dev.synaxis.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one JSON reader and writer, and small readers over its trees that never fail on an absent or odd field. */
public final class Json {

    /** Accepts strings of any length (base64 media); depth stays bounded at 500. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    public static JsonFactory factory() {
        return FACTORY;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Whether the bytes can be JSON in UTF-8 and not in UTF-16 or UTF-32, which the parser would read as well: none of
     * their first two bytes begins a JSON text in UTF-8.
     */
    public static boolean isUtf8(byte[] json) {
        return json.length < 2
                || json[0] != 0 && json[1] != 0 && json[0] != (byte) 0xFE && json[0] != (byte) 0xFF;
    }

    /**
     * The value, or the missing node where there are no bytes but blanks.
     *
     * @throws IOException when the bytes are not one JSON value
     */
    public static JsonNode parse(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return JsonTree.document(parser);
        }
    }

    /** The value that the parser stands on, as a tree; the parser is left on its last token. */
    public static JsonNode value(JsonParser parser) throws IOException {
        return JsonTree.read(parser);
    }

    /** The tree, or empty when the bytes are not a JSON object. */
    public static Optional<ObjectNode> parseObject(byte[] json) {
        try {
            return parse(json) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The tree, or null when the text is not one JSON value. */
    public static @Nullable JsonNode parseOrNull(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonNode node = JsonTree.document(parser);
            return node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    public static byte[] bytes(JsonNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            JsonTree.write(node, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A JDK tree as {@link #fromJava} takes it, or a JSON tree, as text. */
    public static String string(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            JsonTree.write(fromJava(value), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** A JDK tree (Map, List, String, Number, Boolean, null) as a JSON tree. */
    public static JsonNode fromJava(@Nullable Object value) {
        JsonNodeFactory f = JsonNodeFactory.instance;
        return switch (value) {
            case null -> f.nullNode();
            case JsonNode node -> node;
            case Map<?, ?> map -> {
                ObjectNode object = f.objectNode();
                map.forEach((k, v) -> object.set(String.valueOf(k), fromJava(v)));
                yield object;
            }
            case Iterable<?> list -> {
                ArrayNode array = f.arrayNode();
                list.forEach(v -> array.add(fromJava(v)));
                yield array;
            }
            case String s -> f.textNode(s);
            case Boolean b -> f.booleanNode(b);
            case Integer i -> f.numberNode(i);
            case Long l -> f.numberNode(l);
            case Float d -> f.numberNode(d);
            case Double d -> f.numberNode(d);
            case BigInteger i -> f.numberNode(i);
            case BigDecimal d -> f.numberNode(d);
            case Number n -> f.numberNode(n.doubleValue());
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        };
    }

    /** A JSON tree as a JDK tree; objects keep their order. */
    public static @Nullable Object toJava(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> toMap(node);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(v -> list.add(toJava(v)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            default -> null;
        };
    }

    /** A JSON object as a map in the object's order; empty for anything else. Values may be null. */
    public static Map<String, Object> toMap(JsonNode node) {
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(node.size());
        node.properties().forEach(e -> map.put(e.getKey(), toJava(e.getValue())));
        return map;
    }

    /** The field's text, or null where it is absent or not a string. */
    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /** The field's text, or the empty string. */
    public static String textOrEmpty(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? "" : text;
    }

    /** The field's whole number, or 0 where it is absent or not a number. */
    public static long number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isNumber() ? value.longValue() : 0;
    }

    /** The numbers of an array; null where it is none, is empty, or holds anything else. */
    public static double @Nullable [] numbers(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            return null;
        }
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.get(i).isNumber()) {
                return null;
            }
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }

    /** Whether the field is there and not null. */
    public static boolean has(JsonNode node, String field) {
        return node.hasNonNull(field);
    }
}
