package dev.synaxis.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What a vendor answers on one path: a sequence, one reply per request, of which the last repeats. */
public final class Script {

    private final List<Function<RecordedRequest, Reply>> replies = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    Script() {}

    /** Adds a JSON answer to the sequence and returns it for more detail. */
    public Reply reply(int status, String json) {
        return add(Reply.json(status, json));
    }

    public Reply reply(VendorError error) {
        return add(Reply.json(error.status(), error.body()));
    }

    public Reply sse(String... events) {
        return add(Reply.sse(List.of(events)));
    }

    public Reply sse(List<String> events) {
        return add(Reply.sse(events));
    }

    public Reply html(int status) {
        return add(Reply.html(status));
    }

    public Reply redirect(int status, String url) {
        return add(Reply.redirect(status, url));
    }

    public Reply bytes(int status, String contentType, byte[] body) {
        return add(Reply.bytes(status, contentType, body));
    }

    public Reply raw(byte[] bytes) {
        return add(Reply.raw(bytes));
    }

    public Reply add(Reply reply) {
        replies.add(request -> reply);
        return reply;
    }

    /** An answer that depends on the request. */
    public Script answer(Function<RecordedRequest, Reply> reply) {
        replies.add(reply);
        return this;
    }

    /** Forgets the sequence, so that another can be given. */
    public Script reset() {
        replies.clear();
        next.set(0);
        return this;
    }

    Reply next(RecordedRequest request) {
        List<Function<RecordedRequest, Reply>> all = List.copyOf(replies);
        if (all.isEmpty()) {
            return Reply.json(500, "{\"error\":{\"message\":\"the script of this path is empty\"}}");
        }
        int i = next.getAndUpdate(n -> Math.min(n + 1, all.size()));
        return all.get(Math.min(i, all.size() - 1)).apply(request);
    }
}
