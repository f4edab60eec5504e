package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.inbound.HttpClientEnd;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.SseWriter;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * One stream on its way from a vendor to a client.
 *
 * <p>Nothing is written before the first token: until then a failure leaves the client untouched and the next candidate
 * has its turn. After it, a failure is told to the client as an error event, or by breaking off a stream of bare bytes.
 */
final class StreamSession extends VendorSession {

    private static final Buffer HEARTBEAT = Buffer.buffer(": keep-alive\n\n");
    private static final long LAST_WORD_MILLIS = 1000;
    private static final int MAX_WHOLE_BODY = 64 * 1024 * 1024;

    private final HttpClientEnd client;
    private final HttpServerResponse response;
    private final long heartbeatNanos;
    private final Breakers breakers;
    private final long firstNanos;
    private final UsageMeter meter;
    private final VendorCall vendorCall;
    private final StreamTranslation translation;
    private final SseWriter out = new SseWriter();

    private volatile boolean paused;
    private volatile boolean committed;
    /** The stream has begun, and a heartbeat has a place in it. */
    private volatile boolean beats;
    private volatile long silentSince = startNanos;
    private volatile long writtenAt = startNanos;

    StreamSession(
            CallContext call,
            HttpClientEnd client,
            VendorClients http,
            Dialect dialect,
            Timeouts timeouts,
            Duration heartbeat,
            Breakers breakers,
            UsageMeter meter,
            VendorCall vendorCall) {
        super(call, client.context(), http, dialect, timeouts);
        this.client = client;
        this.response = client.response();
        this.heartbeatNanos = heartbeat.toNanos();
        this.breakers = breakers;
        this.firstNanos = (call.work.stream() ? timeouts.firstToken() : timeouts.firstByte()).toNanos();
        this.meter = meter;
        this.vendorCall = vendorCall;
        this.translation = call.work.openStream(call.candidate(), dialect);
    }

    @Override
    void receive(HttpClientResponse reply) {
        vendorCall.heard(call, dialect, reply.headers());
        String type = reply.getHeader("content-type");
        boolean ok = reply.statusCode() >= 200 && reply.statusCode() < 300;
        guarded(() -> {
            if (ok && translation.begins(type == null ? "" : type.toLowerCase(Locale.ROOT))) {
                stream(reply);
            } else {
                whole(reply, ok);
            }
        });
    }

    private void stream(HttpClientResponse reply) {
        reply.handler(bytes -> piece(bytes, reply));
        reply.endHandler(v -> {
            upstreamEnded = true;
            end();
        });
    }

    /** An error, or a vendor that does not stream; some do, and call it JSON. */
    private void whole(HttpClientResponse reply, boolean ok) {
        Buffer body = Buffer.buffer();
        reply.handler(bytes -> {
            silentSince = System.nanoTime();
            if (ok && body.length() < SseReader.OPENING) {
                body.appendBuffer(bytes);
                if (SseReader.opens(body.getBytes(0, Math.min(body.length(), SseReader.OPENING)))) {
                    guarded(() -> {
                        translation.begins(StreamForm.EVENTS.contentType());
                        stream(reply);
                        piece(body, reply);
                    });
                }
                return;
            }
            if (body.length() + bytes.length() > MAX_WHOLE_BODY) {
                fail(new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is too large"));
            } else {
                body.appendBuffer(bytes);
            }
        });
        reply.endHandler(v -> {
            upstreamEnded = true;
            guarded(() -> {
                WireReply wire = VendorCall.reply(reply.statusCode(), reply.headers(), body.getBytes());
                if (wire.status() < 200 || wire.status() >= 300) {
                    throw vendorCall.failure(call, dialect, wire);
                }
                translation.whole(wire, out);
                finish();
            });
        });
    }

    private void piece(Buffer bytes, HttpClientResponse reply) {
        silentSince = System.nanoTime();
        guarded(() -> {
            translation.bytes(bytes.getBytes(), out);
            if (translation.over()) {
                end();
                letGo();
            } else if (committed || translation.hasContent()) {
                flush();
                if (response.writeQueueFull()) {
                    pause(reply);
                }
            }
        });
    }

    /** A vendor that has said its last word gets a moment to end its answer, so that the connection can be used again. */
    private void letGo() {
        context.owner().setTimer(LAST_WORD_MILLIS, timer -> {
            if (!upstreamEnded) {
                upstreamReset();
            }
        });
    }

    private void pause(HttpClientResponse reply) {
        paused = true;
        reply.pause();
        response.drainHandler(v -> {
            silentSince = System.nanoTime();
            paused = false;
            reply.resume();
        });
    }

    private void end() {
        guarded(() -> {
            translation.end(out);
            if (!translation.hasContent()) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's stream was empty");
            }
            finish();
        });
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        commit();
        record();
        response.end(Buffer.buffer(out.take()));
        close(null);
    }

    private void flush() {
        if (!over && !out.isEmpty()) {
            commit();
            writtenAt = System.nanoTime();
            response.write(Buffer.buffer(out.take()));
        }
    }

    private void commit() {
        if (committed) {
            return;
        }
        committed = true;
        call.committed = true;
        call.firstTokenNanos = System.nanoTime();
        meter.streamStarted();
        breakers.streamBegan(call);
        StreamForm form = translation.form();
        beats = form.events();
        HttpReplies.openStream(call, response, form);
    }

    private void guarded(Runnable step) {
        if (over) {
            return;
        }
        try {
            step.run();
        } catch (ProviderException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(VendorCall.unreadable(call, e, "the provider's stream cannot be read"));
        }
    }

    @Override
    void fail(ProviderException failure) {
        if (over) {
            return;
        }
        over = true;
        record();
        if (committed && failure.failure().kind() != FailureKind.CLIENT_CLOSED) {
            if (!translation.form().events()) {
                client.breakOff();
            } else if (failure.failure().kind() == FailureKind.CONTENT_FILTERED) {
                translation.filtered(out);
                response.end(Buffer.buffer(out.take()));
            } else {
                out.event(HttpReplies.errorEvent(
                        Disclosure.of(failure.failure(), call.candidate().provider())));
                response.end(Buffer.buffer(out.take()));
            }
        }
        // the end of the answer may have come in the same read, and its connection is fit for others then
        context.runOnContext(v -> {
            upstreamReset();
            close(failure);
        });
    }

    /** The gateway ends: a stream that has begun is told so, and nobody else is asked. */
    @Override
    public void stop() {
        context.runOnContext(v -> {
            if (!over && committed) {
                over = true;
                upstreamReset();
                record();
                if (translation.form().events()) {
                    out.event(HttpReplies.stoppingEvent());
                    response.end(Buffer.buffer(out.take()));
                } else {
                    client.breakOff();
                }
                close(new ProviderException(FailureKind.CLIENT_CLOSED, "the gateway is stopping"));
            }
        });
    }

    private void record() {
        call.usage = translation.usage();
        call.units = translation.units();
        call.deliveredTokens = translation.deliveredTokens();
        call.streamEnded = committed;
        if (committed) {
            meter.streamEnded();
        }
    }

    @Override
    public void look(long now) {
        if (now - startNanos >= timeouts.total().toNanos()) {
            late("the provider's stream was not complete in time");
        } else if (!committed && now - sentNanos >= firstNanos) {
            late("the provider sent no first token in time");
        } else if (committed && !paused && now - silentSince >= timeouts.idle().toNanos()) {
            late("the provider's stream stopped in the middle");
        } else if (beats && now - writtenAt >= heartbeatNanos) {
            writtenAt = now;
            context.runOnContext(v -> heartbeat());
        }
    }

    private void heartbeat() {
        if (!over && !response.writeQueueFull()) {
            response.write(HEARTBEAT);
        }
    }
}
