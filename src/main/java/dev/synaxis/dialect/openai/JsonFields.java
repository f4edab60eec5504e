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

/**
 * A client's JSON request of any capability but chat: its bytes, its tree, and where its model stands, so that the
 * bytes can go on with nothing but the model replaced.
 */
final class JsonFields {

    private record Span(int start, int end) {}

    private final byte[] body;
    private final ObjectNode tree;
    private final List<Span> models = new ArrayList<>(1);

    private JsonFields(byte[] body, ObjectNode tree) {
        this.body = body;
        this.tree = tree;
    }

    /** @throws InvalidRequestException 400 for bytes that are not a JSON object with a model */
    static JsonFields read(byte[] body) {
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
            p.nextToken();
            int start = (int) p.currentTokenLocation().getByteOffset();
            JsonNode value = Json.value(p);
            if (name.equals("model")) {
                models.add(new Span(start, (int) p.currentLocation().getByteOffset()));
            }
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
        ByteEdits edits = new ByteEdits(body);
        byte[] name = ('"' + new String(JsonStringEncoder.getInstance().quoteAsString(upstreamModel)) + '"')
                .getBytes(StandardCharsets.UTF_8);
        models.forEach(span -> edits.replace(span.start(), span.end(), name));
        return edits.apply();
    }
}
