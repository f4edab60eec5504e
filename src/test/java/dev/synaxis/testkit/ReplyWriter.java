package dev.synaxis.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts a {@link Reply} on a connection, byte by byte as scripted. */
final class ReplyWriter {

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Exchange exchange;

    ReplyWriter(OutputStream out, Exchange exchange) {
        this.out = out;
        this.exchange = exchange;
    }

    /** What is to happen to the connection. */
    enum After { KEEP, CLOSE, RESET }

    After write(Reply reply) throws IOException, Exchange.PeerGone, InterruptedException {
        if (reply.hangsFirst()) {
            exchange.hang();
        }
        if (!reply.headerDelay().isZero()) {
            exchange.pause(reply.headerDelay());
        }
        if (reply.isOneWrite()) {
            return whole(reply);
        }
        if (!reply.isRaw()) {
            out.write(head(reply));
            out.flush();
        }
        List<byte[]> pieces = reply.pieces();
        int last = Math.min(pieces.size(), reply.stopAfter());
        for (int i = 0; i < last; i++) {
            if (i > 0 && !reply.pieceDelay().isZero()) {
                exchange.pause(reply.pieceDelay());
            }
            exchange.checkPeer();
            if (i == pieces.size() - 1 && !reply.isChunked() && reply.stopAfter() > i + 1) {
                exchange.ending();
            }
            out.write(framed(pieces.get(i), reply.isChunked()));
            out.flush();
            exchange.sent(i + 1);
        }
        if (reply.stopAfter() < Integer.MAX_VALUE) {
            return broken(reply);
        }
        exchange.ending();
        if (reply.isChunked()) {
            out.write(LAST_CHUNK);
            out.flush();
        }
        return reply.closes() ? After.CLOSE : After.KEEP;
    }

    private After whole(Reply reply) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head(reply));
        all.write(framed(reply.joined(), reply.isChunked()));
        if (reply.isChunked()) {
            all.write(LAST_CHUNK);
        }
        exchange.ending();
        out.write(all.toByteArray());
        out.flush();
        exchange.sent(reply.pieces().size());
        return reply.closes() ? After.CLOSE : After.KEEP;
    }

    private After broken(Reply reply) throws IOException, Exchange.PeerGone, InterruptedException {
        Cut cut = reply.cut();
        if (cut == null) {
            exchange.hang();
            return After.CLOSE;
        }
        exchange.ending();
        return switch (cut) {
            case CLOSE -> After.CLOSE;
            case RESET -> After.RESET;
            case EOF -> {
                if (reply.isChunked()) {
                    out.write(LAST_CHUNK);
                    out.flush();
                    yield After.KEEP;
                }
                yield After.CLOSE;
            }
        };
    }

    private static byte[] head(Reply reply) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(' ')
                .append(reply.status() < 400 ? "OK" : "Error").append("\r\n");
        reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (reply.isChunked()) {
            head.append("transfer-encoding: chunked\r\n");
        } else if (reply.cut() != Cut.EOF) {
            head.append("content-length: ").append(reply.joined().length).append("\r\n");
        } else {
            head.append("connection: close\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] framed(byte[] piece, boolean chunked) {
        if (!chunked || piece.length == 0) {
            return piece;
        }
        byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[size.length + piece.length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(piece, 0, chunk, size.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }
}
