package dev.synaxis.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Amazon Bedrock's answers, as small as they can be. */
public final class BedrockWire {

    public static final String TYPE = "application/vnd.amazon.eventstream";

    private BedrockWire() {}

    public static String text(String text) {
        return """
                {"metrics":{"latencyMs":5},"output":{"message":{"content":[{"text":"%s"}],"role":"assistant"}},\
                "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}""".formatted(text);
    }

    /** A whole stream of text. */
    public static byte[] stream(String... pieces) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(event("messageStart", "{\"role\":\"assistant\"}"));
        for (String piece : pieces) {
            stream.writeBytes(event(
                    "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + piece + "\"}}"));
        }
        stream.writeBytes(event("contentBlockStop", "{\"contentBlockIndex\":0}"));
        stream.writeBytes(event("messageStop", "{\"stopReason\":\"end_turn\"}"));
        stream.writeBytes(event("metadata",
                "{\"metrics\":{\"latencyMs\":5},\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}"));
        return stream.toByteArray();
    }

    public static byte[] event(String type, String json) {
        return message("event", ":event-type", type, json);
    }

    public static byte[] exception(String type, String json) {
        return message("exception", ":exception-type", type, json);
    }

    private static byte[] message(String kind, String nameHeader, String name, String json) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, nameHeader, name);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", kind);
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(12 + headers.size() + payload.length + 4);
        message.putInt(message.capacity()).putInt(headers.size());
        message.putInt(crc(message)).put(headers.toByteArray()).put(payload);
        message.putInt(crc(message));
        return message.array();
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(7);
        out.write(value.length() >> 8);
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static int crc(ByteBuffer written) {
        CRC32 crc = new CRC32();
        crc.update(written.array(), 0, written.position());
        return (int) crc.getValue();
    }
}
