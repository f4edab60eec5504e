package dev.synaxis.inbound.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of an answer for embeddings in OpenAI's form, as the JSON text that they came in: no digit is read and
 * written anew.
 *
 * @param json      one array of numbers for each text, in the order of the texts
 * @param dimension of every one of them
 */
record Vectors(byte[][] json, int dimension) {

    /** Null where the answer does not hold one vector of the same width for each text. */
    static @Nullable Vectors read(byte[] body, int texts) {
        byte[][] found = new byte[texts][];
        int dimension = 0;
        try (JsonParser parser = Json.factory().createParser(body)) {
            if (!toData(parser)) {
                return null;
            }
            int next = 0;
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                One one = one(parser, body, next++);
                if (one == null || one.index < 0 || one.index >= texts || found[one.index] != null
                        || dimension != 0 && one.dimension != dimension) {
                    return null;
                }
                found[one.index] = one.json;
                dimension = one.dimension;
            }
            return next == texts && dimension > 0 ? new Vectors(found, dimension) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean toData(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean data = parser.currentName().equals("data");
            JsonToken value = parser.nextToken();
            if (data) {
                return value == JsonToken.START_ARRAY;
            }
            parser.skipChildren();
        }
        return false;
    }

    private record One(int index, byte[] json, int dimension) {}

    private static @Nullable One one(JsonParser parser, byte[] body, int position) throws IOException {
        int index = position;
        byte[] json = null;
        int dimension = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getIntValue();
            } else if (name.equals("embedding") && value == JsonToken.START_ARRAY) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                JsonToken number;
                while ((number = parser.nextToken()) != JsonToken.END_ARRAY) {
                    if (number == null || !number.isNumeric()) {
                        return null;
                    }
                    dimension++;
                }
                json = compact(body, start, (int) parser.currentTokenLocation().getByteOffset() + 1);
            } else {
                parser.skipChildren();
            }
        }
        return json == null || dimension == 0 ? null : new One(index, json, dimension);
    }

    private static byte[] compact(byte[] body, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        int from = start;
        for (int i = start; i < end; i++) {
            if (body[i] <= ' ') {
                out.write(body, from, i - from);
                from = i + 1;
            }
        }
        out.write(body, from, end - from);
        return out.toByteArray();
    }
}
