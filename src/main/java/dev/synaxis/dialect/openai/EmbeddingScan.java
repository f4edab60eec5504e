package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An embedding answer of this dialect, looked through once without a tree of its numbers. */
public final class EmbeddingScan {

    /**
     * Where a vector stands in the body.
     *
     * @param index as the provider wrote it, -1 where it wrote none
     */
    private record Found(int index, int start, int end, boolean base64, int width) {}

    private final byte[] body;
    private final List<Found> found = new ArrayList<>();
    private @Nullable TokenUsage usage;
    private boolean data;
    private boolean error;
    private boolean listed;
    private boolean named;
    private boolean entriesComplete = true;

    private EmbeddingScan(byte[] body) {
        this.body = body;
    }

    /**
     * @param inputs how many vectors the answer must have
     * @throws ProviderException MALFORMED_REPLY for anything else; the vendor's failure where it carries an error
     */
    public static EmbeddingScan of(byte[] body, int inputs) {
        EmbeddingScan scan = new EmbeddingScan(body);
        try (JsonParser p = Json.factory().createParser(body)) {
            scan.read(p);
        } catch (IOException e) {
            throw malformed("is not a JSON object");
        }
        if (!scan.data) {
            throw scan.error
                    ? new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), body)))
                    : malformed("has no vectors");
        }
        if (scan.found.size() != inputs) {
            throw malformed("has " + scan.found.size() + " vectors for " + inputs + " inputs");
        }
        scan.sort();
        return scan;
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer " + what);
    }

    private void read(JsonParser p) throws IOException {
        if (p.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("is not a JSON object");
        }
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken token = p.nextToken();
            switch (name) {
                case "data" -> {
                    if (token == JsonToken.START_ARRAY) {
                        data = true;
                        entries(p);
                    } else {
                        p.skipChildren();
                    }
                }
                case "usage" -> usage = input(UsageFields.read(Json.value(p)));
                case "object" -> listed = "list".equals(text(p, token));
                case "model" -> named = !text(p, token).isBlank();
                case "error" -> {
                    error = token != JsonToken.VALUE_NULL;
                    p.skipChildren();
                }
                default -> p.skipChildren();
            }
        }
        if (p.nextToken() != null) {
            throw malformed("has something after its JSON object");
        }
    }

    /** Voyage counts the total alone, and all of it is input. */
    private static @Nullable TokenUsage input(@Nullable TokenUsage usage) {
        return usage == null || usage.input() > 0 ? usage : TokenUsage.of(usage.total(), 0);
    }

    private static String text(JsonParser p, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return p.getText();
        }
        p.skipChildren();
        return "";
    }

    private void entries(JsonParser p) throws IOException {
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (p.currentToken() != JsonToken.START_OBJECT) {
                throw malformed("has an entry without a vector");
            }
            entry(p);
        }
    }

    private void entry(JsonParser p) throws IOException {
        int index = -1;
        boolean typed = false;
        Found vector = null;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken token = p.nextToken();
            if (name.equals("embedding")) {
                vector = vector(p, token);
            } else if (name.equals("index") && token == JsonToken.VALUE_NUMBER_INT) {
                index = p.getIntValue();
            } else if (name.equals("object")) {
                typed = text(p, token).equals("embedding");
            } else {
                p.skipChildren();
            }
        }
        entriesComplete &= typed;
        if (vector == null) {
            throw malformed("has an entry without a vector");
        }
        found.add(new Found(index, vector.start(), vector.end(), vector.base64(), vector.width()));
    }

    private static Found vector(JsonParser p, JsonToken token) throws IOException {
        int start = (int) p.currentTokenLocation().getByteOffset();
        int width = 0;
        if (token == JsonToken.START_ARRAY) {
            while (p.nextToken() != JsonToken.END_ARRAY) {
                if (!p.currentToken().isNumeric()) {
                    throw malformed("has a vector that is not made of numbers");
                }
                width++;
            }
        } else if (token == JsonToken.VALUE_STRING) {
            width = base64(p);
        }
        if (width == 0) {
            throw malformed("has a vector without numbers");
        }
        return new Found(-1, start, (int) p.currentLocation().getByteOffset(), token == JsonToken.VALUE_STRING, width);
    }

    private static int base64(JsonParser p) throws IOException {
        int length = p.getTextLength();
        char[] text = p.getTextCharacters();
        int from = p.getTextOffset();
        int padding = 0;
        while (padding < 2 && length > padding && text[from + length - 1 - padding] == '=') {
            padding++;
        }
        int bytes = length / 4 * 3 - padding;
        for (int i = from; i < from + length - padding; i++) {
            char c = text[i];
            if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/')) {
                throw malformed("has a vector that is not base64");
            }
        }
        if (length % 4 != 0 || bytes % Float.BYTES != 0) {
            throw malformed("has a vector that is not base64 of 32-bit numbers");
        }
        return bytes / Float.BYTES;
    }

    /** By index; an answer that numbers none of its vectors, or all the same, has them in the order of the inputs. */
    private void sort() {
        boolean same = found.stream().mapToInt(Found::index).distinct().count() <= 1;
        if (same) {
            entriesComplete &= found.size() == 1 && found.getFirst().index() == 0;
            return;
        }
        Found[] sorted = new Found[found.size()];
        for (Found one : found) {
            if (one.index() < 0 || one.index() >= sorted.length || sorted[one.index()] != null) {
                throw malformed("numbers its vectors wrongly");
            }
            sorted[one.index()] = one;
        }
        found.clear();
        found.addAll(Arrays.asList(sorted));
    }

    /** What the vendor counted, null where it counted nothing. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** The numbers of each vector, in the order of the inputs. */
    public int[] widths() {
        return found.stream().mapToInt(Found::width).toArray();
    }

    /** Whether it has the {@code object}, the {@code model} and the numbers of the vectors, which clients read. */
    public boolean complete() {
        return listed && named && entriesComplete;
    }

    /** Whether every vector has this form. */
    public boolean is(boolean base64) {
        return found.stream().allMatch(one -> one.base64() == base64);
    }

    /** Copies of the vectors, in the order of the inputs. */
    public List<Vector> vectors() {
        return found.stream()
                .<Vector>map(one -> new Vector.Raw(
                        Arrays.copyOfRange(body, one.start(), one.end()), one.base64(), one.width()))
                .toList();
    }
}
