package dev.synaxis.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scripted answer: status, headers, the pieces of its body, and what goes wrong. A piece is one chunk and one write: an
 * event of a stream, the whole of any other body. Fluent and mutable; complete it before the request comes.
 */
public final class Reply {

    private int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private List<byte[]> pieces;
    private boolean chunked;
    private boolean raw;
    private boolean oneWrite;
    private boolean closes;
    private Duration headerDelay = Duration.ZERO;
    private Duration pieceDelay = Duration.ZERO;
    private boolean hangsFirst;
    private int stopAfter = Integer.MAX_VALUE;
    private @Nullable Cut cut;

    private Reply(int status, @Nullable String contentType, List<byte[]> pieces, boolean chunked) {
        this.status = status;
        this.pieces = pieces;
        this.chunked = chunked;
        if (contentType != null) {
            headers.put("content-type", contentType);
        }
    }

    /** A whole JSON body with its content-length. */
    public static Reply json(int status, String json) {
        return bytes(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply bytes(int status, String contentType, byte[] body) {
        return new Reply(status, contentType, List.of(body), false);
    }

    /** A chunked event stream; each event as {@link Sse} makes it. */
    public static Reply sse(List<String> events) {
        return new Reply(200, "text/event-stream; charset=utf-8",
                events.stream().map(e -> e.getBytes(StandardCharsets.UTF_8)).toList(), true);
    }

    /** What a proxy in front of a vendor says when the vendor is down. */
    public static Reply html(int status) {
        String page = "<html><head><title>" + status + "</title></head><body><center><h1>" + status
                + "</h1></center></body></html>";
        return bytes(status, "text/html", page.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply redirect(int status, String url) {
        return bytes(status, "text/plain", new byte[0]).header("location", url);
    }

    /** These bytes instead of an HTTP answer; the connection is closed after them. */
    public static Reply raw(byte[] bytes) {
        Reply reply = new Reply(0, null, List.of(bytes), false);
        reply.raw = true;
        reply.closes = true;
        return reply;
    }

    public Reply status(int code) {
        status = code;
        return this;
    }

    public Reply header(String name, String value) {
        headers.put(name.toLowerCase(java.util.Locale.ROOT), value);
        return this;
    }

    /** A body without content-length, in chunks. */
    public Reply chunked() {
        chunked = true;
        return this;
    }

    /** Says {@code connection: close} and does so. */
    public Reply closing() {
        closes = true;
        return header("connection", "close");
    }

    public Reply delayHeaders(Duration delay) {
        headerDelay = delay;
        return this;
    }

    /** Takes the request and says nothing, until the peer hangs up. */
    public Reply hangBeforeHeaders() {
        hangsFirst = true;
        return this;
    }

    /** Says nothing more after n events, until the peer hangs up; 0 sends the headers only. */
    public Reply hangAfter(int events) {
        stopAfter = events;
        cut = null;
        return this;
    }

    /** Says nothing more after n bytes of the body. */
    public Reply hangAfterBytes(int bytes) {
        return splitAt(bytes).hangAfter(bytes == 0 ? 0 : 1);
    }

    /** Breaks off after n events; 0 after the headers. */
    public Reply cutAfter(int events, Cut how) {
        stopAfter = events;
        cut = how;
        return this;
    }

    /** Breaks off after n bytes of the body. */
    public Reply cutAfterBytes(int bytes, Cut how) {
        return splitAt(bytes).cutAfter(bytes == 0 ? 0 : 1, how);
    }

    /** A pause before each piece but the first. */
    public Reply drip(Duration between) {
        pieceDelay = between;
        return this;
    }

    /** Pieces of n bytes, wherever that cuts events and characters, with a pause between them. */
    public Reply dripBytes(int bytes, Duration between) {
        return splitEvery(bytes).drip(between);
    }

    /** Pieces of n bytes, each in its own write. */
    public Reply splitEvery(int bytes) {
        byte[] all = joined();
        List<byte[]> split = new ArrayList<>();
        for (int from = 0; from < all.length; from += bytes) {
            split.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + bytes)));
        }
        pieces = split;
        return this;
    }

    /** Pieces that end at these offsets of the body, and the rest. */
    public Reply splitAt(int... offsets) {
        byte[] all = joined();
        List<byte[]> split = new ArrayList<>();
        int from = 0;
        for (int to : offsets) {
            if (to > from && to < all.length) {
                split.add(Arrays.copyOfRange(all, from, to));
                from = to;
            }
        }
        split.add(Arrays.copyOfRange(all, from, all.length));
        pieces = split;
        return this;
    }

    /** Headers and the whole body in a single write. */
    public Reply inOneWrite() {
        oneWrite = true;
        return this;
    }

    public Reply emptyBody() {
        pieces = List.of();
        return this;
    }

    /** The first half of the body, correctly framed: HTTP is content, a JSON reader is not. */
    public Reply halfJson() {
        byte[] all = joined();
        pieces = List.of(Arrays.copyOf(all, all.length / 2));
        return this;
    }

    byte[] joined() {
        int length = pieces.stream().mapToInt(p -> p.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<byte[]> pieces() {
        return pieces;
    }

    boolean isChunked() {
        return chunked;
    }

    boolean isRaw() {
        return raw;
    }

    boolean isOneWrite() {
        return oneWrite;
    }

    boolean closes() {
        return closes;
    }

    Duration headerDelay() {
        return headerDelay;
    }

    Duration pieceDelay() {
        return pieceDelay;
    }

    boolean hangsFirst() {
        return hangsFirst;
    }

    int stopAfter() {
        return stopAfter;
    }

    @Nullable Cut cut() {
        return cut;
    }
}
