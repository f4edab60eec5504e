package dev.synaxis.bench.jmh;

import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Client requests of two sizes and pieces of text for streams. */
final class Bodies {

    private Bodies() {}

    /** A question of some 300 bytes ({@code chat}) or 40 messages with ten tools, some 25 KB ({@code agent}). */
    static byte[] request(String size, boolean stream) {
        boolean agent = size.equals("agent");
        String sentence = "The quick brown fox jumps over the lazy dog, \"twice\".\n";
        StringBuilder body = new StringBuilder("{\"model\":\"bench-model\",\"messages\":[")
                .append(message("system", "You are a helpful assistant."));
        for (int i = 0; i < (agent ? 20 : 1); i++) {
            if (i > 0) {
                body.append(',').append(message("assistant", sentence.repeat(8)));
            }
            body.append(',').append(message("user", sentence.repeat(agent ? 8 : 2)));
        }
        body.append(']');
        if (agent) {
            body.append(",\"tools\":[");
            for (int i = 0; i < 10; i++) {
                body.append(i == 0 ? "" : ",").append("{\"type\":\"function\",\"function\":{\"name\":\"tool_").append(i)
                        .append("\",\"description\":").append(Json.string(sentence))
                        .append(",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},")
                        .append("\"days\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"city\"]}}}");
            }
            body.append("],\"tool_choice\":\"auto\"");
        }
        body.append(",\"temperature\":0.2,\"max_tokens\":256,\"stream\":").append(stream);
        if (stream) {
            body.append(",\"stream_options\":{\"include_usage\":true}");
        }
        return body.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Pieces of one token's length. */
    static String[] pieces(int count) {
        String[] pieces = new String[count];
        Arrays.fill(pieces, " fox");
        return pieces;
    }

    private static String message(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":" + Json.string(text) + "}";
    }
}
