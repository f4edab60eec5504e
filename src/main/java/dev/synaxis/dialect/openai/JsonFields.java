package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A client's JSON request of any capability but chat: its bytes, its tree, and where its model stands, so that the
 * bytes can go on with nothing but the model replaced.
 */
final class JsonFields {

    /** A top-level field; offsets into the body. */
    record Member(String name, int nameStart, int valueStart, int valueEnd) {}

    private final byte[] body;
    private final ObjectNode tree;
    private final List<Member> members = new ArrayList<>();

    private JsonFields(byte[] body, ObjectNode tree) {
        this.body = body;
        this.tree = tree;
    }

    /** @throws InvalidRequestException 400 for bytes that are not a JSON object with a model */
    static JsonFields read(byte[] body) {
        Faults.requireUtf8(body);
        JsonFields fields = new JsonFields(body, Json.object());
        try (JsonParser p = Json.factory().createParser(body)) {
            fields.read(p);
        } catch (IOException e) {
            throw Faults.malformed(e);
        }
        JsonNode model = fields.tree.get("model");
        if (model == null) {
            throw Faults.missing("model");
        }
        if (!model.isTextual()) {
            throw Faults.value("model", "expected the name of a model");
        }
        Values.modelName(model.textValue());
        return fields;
    }

    private void read(JsonParser p) throws IOException {
        JsonToken first = p.nextToken();
        if (first == null) {
            throw Faults.body("The request body is empty: expected a JSON object.");
        }
        if (first != JsonToken.START_OBJECT) {
            throw Faults.body("The request body must be a JSON object.");
        }
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            int nameStart = (int) p.currentTokenLocation().getByteOffset();
            p.nextToken();
            int start = (int) p.currentTokenLocation().getByteOffset();
            JsonNode value = Json.value(p);
            members.add(new Member(name, nameStart, start, (int) p.currentLocation().getByteOffset()));
            tree.set(name, value);
        }
        if (p.nextToken() != null) {
            throw Faults.body("The request body has something after its JSON object.");
        }
    }

    ObjectNode tree() {
        return tree;
    }

    String model() {
        return tree.get("model").textValue();
    }

    /** The client's bytes with the model replaced. */
    byte[] forward(String upstreamModel) {
        return forward(upstreamModel, Map.of(), Set.of());
    }

    /**
     * The same with some fields changed.
     *
     * @param instead what stands in a field's place, name and value: {@code "width":640,"height":480}
     * @param drop    fields that are left out
     */
    byte[] forward(String upstreamModel, Map<String, String> instead, Set<String> drop) {
        ByteEdits edits = new ByteEdits(body);
        byte[] model = quoted(upstreamModel).getBytes(StandardCharsets.UTF_8);
        int lastKept = -1;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            String other = instead.get(member.name());
            if (drop.contains(member.name())) {
                continue;
            }
            if (lastKept < i - 1) {
                edits.remove(members.get(lastKept + 1).nameStart(), member.nameStart());
            }
            lastKept = i;
            if (member.name().equals("model")) {
                edits.replace(member.valueStart(), member.valueEnd(), model);
            } else if (other != null) {
                edits.replace(member.nameStart(), member.valueEnd(), other.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (lastKept >= 0 && lastKept < members.size() - 1) {
            edits.remove(members.get(lastKept).valueEnd(), members.getLast().valueEnd());
        }
        return edits.apply();
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
