package dev.synaxis.camel;

import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.dialect.openai.OpenAiTranscriptionRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.Callers;
import dev.synaxis.inbound.HttpClientEnd;
import dev.synaxis.inbound.UploadReader;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.wire.HeaderValue;
import dev.synaxis.wire.MultipartForm;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** The first step of an HTTP call: who asks, what for, and the {@link CallContext} that the call lives in. */
public final class HttpDoor {

    private final Vertx vertx;
    private final CapabilityCalls calls;
    private final UploadReader uploads;
    private final Callers callers;
    private final Duration deadline;

    public HttpDoor(Vertx vertx, CapabilityCalls calls, UploadReader uploads, Callers callers, Duration deadline) {
        this.vertx = vertx;
        this.calls = calls;
        this.uploads = uploads;
        this.callers = callers;
        this.deadline = deadline;
    }

    /** @throws InvalidRequestException where the request is not a chat completion */
    public void admitChat(Exchange exchange) {
        admit(exchange, ProviderCapability.CHAT);
    }

    /** @throws InvalidRequestException where the request is not one for embeddings */
    public void admitEmbedding(Exchange exchange) {
        admit(exchange, ProviderCapability.EMBEDDING);
    }

    /** @throws InvalidRequestException where the request is not one for images */
    public void admitImageGeneration(Exchange exchange) {
        admit(exchange, ProviderCapability.IMAGE_GENERATION);
    }

    /** @throws InvalidRequestException where the request is not one for an edit: multipart, or JSON that names its images */
    public void admitImageEdit(Exchange exchange) throws IOException {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        String type = HeaderValue.read(String.valueOf(request.getHeader("content-type"))).value();
        if (!type.equals("application/json")) {
            admitUpload(exchange, OpenAiImageRequest.FILES, calls::imageEdit);
            return;
        }
        admitUnread(exchange, (unread, context) -> {
            byte[] body = uploads.whole(unread, context);
            return calls.read(ProviderCapability.IMAGE_EDIT, type, body);
        });
    }

    /** @throws InvalidRequestException where the request is not one for speech */
    public void admitSpeech(Exchange exchange) {
        admit(exchange, ProviderCapability.SPEECH);
    }

    /** @throws InvalidRequestException where the request is not one for a transcript */
    public void admitTranscription(Exchange exchange) throws IOException {
        admitUpload(exchange, Set.of(OpenAiTranscriptionRequest.FILE), form -> calls.transcription(form, Task.TRANSCRIBE));
    }

    /** @throws InvalidRequestException where the request is not one for a translation */
    public void admitTranslation(Exchange exchange) throws IOException {
        admitUpload(exchange, Set.of(OpenAiTranscriptionRequest.FILE), form -> calls.transcription(form, Task.TRANSLATE));
    }

    /**
     * Admits a request whose plan is asked for; its capability is in the query, chat where nothing is said.
     *
     * @throws InvalidRequestException where it is not one of that capability
     */
    public void admitPlan(Exchange exchange) {
        String named = exchange.getMessage(HttpMessage.class).getRequest().getParam("capability");
        ProviderCapability capability = named == null
                ? ProviderCapability.CHAT
                : ProviderCapability.byId(named).orElseThrow(() -> new InvalidRequestException(
                        400, "expected one of " + Arrays.toString(ProviderCapability.values()), "capability", "invalid_value"));
        admit(exchange, (type, body) -> calls.planned(capability, type, body));
    }

    /**
     * Admits a call that brings files along; they last until its exchange is done, however that ends.
     *
     * @param files names of the parts that hold files
     */
    private void admitUpload(Exchange exchange, Set<String> files, Function<MultipartForm, CapabilityCall> decode)
            throws IOException {
        admitUnread(exchange, (request, context) -> {
            UploadReader.Uploads brought = uploads.read(request, context, files);
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    brought.close();
                }
            });
            return decode.apply(brought.form());
        });
    }

    /** Reads a body that nobody has read yet. */
    private interface Reading {
        CapabilityCall read(HttpServerRequest request, Context context) throws IOException;
    }

    private void admitUnread(Exchange exchange, Reading reading) throws IOException {
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        message.setBody(null);
        CallerHeaders caller = caller(message);
        Context context = vertx.getOrCreateContext();
        HttpClientEnd client = new HttpClientEnd(message.getRequest(), context);
        CapabilityCall work;
        try {
            work = reading.read(message.getRequest(), context);
        } catch (IOException e) {
            if (!client.gone()) {
                throw e;
            }
            client.finish();
            throw new InvalidRequestException(400, "the client left before its request was complete", null, "client_closed");
        }
        attach(new CallContext(caller, work, client, System.nanoTime(), deadline), message, exchange);
    }

    private void admit(Exchange exchange, ProviderCapability capability) {
        admit(exchange, (type, body) -> calls.read(capability, type, body));
    }

    private void admit(Exchange exchange, BiFunction<@Nullable String, byte[], CapabilityCall> read) {
        long now = System.nanoTime();
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        CallerHeaders caller = caller(message);
        CapabilityCall work = read.apply(message.getRequest().getHeader("content-type"), body(message));
        HttpClientEnd client = new HttpClientEnd(message.getRequest(), vertx.getOrCreateContext());
        attach(new CallContext(caller, work, client, now, deadline), message, exchange);
        message.setBody(null);
    }

    private void attach(CallContext call, HttpMessage message, Exchange exchange) {
        call.key = callers.label(message.getRequest().headers());
        call.attachTo(exchange);
    }

    /** The caller's headers, with the request id that the front gave the answer. */
    private static CallerHeaders caller(HttpMessage message) {
        MultiMap headers = message.getRequest().headers();
        return CallerHeaders.read(
                message.getResponse().headers().get(CallerHeaders.REQUEST_ID), headers::get);
    }

    private static byte[] body(HttpMessage message) {
        @Nullable Object body = message.getBody();
        return body instanceof Buffer buffer ? buffer.getBytes() : new byte[0];
    }
}
