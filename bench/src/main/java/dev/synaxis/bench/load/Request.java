package dev.synaxis.bench.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request, ready to be written: where to, and its bytes. */
public record Request(InetSocketAddress address, ByteBuffer bytes) {

    /** A POST of JSON to loopback. */
    public static Request post(int port, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + port
                + "\r\ncontent-type: application/json\r\naccept: */*\r\ncontent-length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
        return new Request(new InetSocketAddress("127.0.0.1", port), bytes);
    }
}
