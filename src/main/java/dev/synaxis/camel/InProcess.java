package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.HttpClientEnd;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;

/** The step of a vendor route whose provider answers inside this process. */
public final class InProcess {

    private final Dialects dialects;
    private final Breakers breakers;
    private final UsageMeter meter;

    public InProcess(Dialects dialects, Breakers breakers, UsageMeter meter) {
        this.dialects = dialects;
        this.breakers = breakers;
        this.meter = meter;
    }

    /** @throws ProviderException a failure that the provider was told to play */
    public void answer(Exchange exchange) throws InterruptedException {
        CallContext call = CallContext.of(exchange);
        try {
            answer(call);
        } catch (InvalidRequestException e) {
            throw VendorCall.unsupported(e);
        }
    }

    private void answer(CallContext call) throws InterruptedException {
        Dialect dialect = dialects.of(call.candidate());
        HttpClientEnd client = call.client;
        if (!call.streamed() || client == null) {
            call.take(call.work.inProcess(call.candidate(), dialect));
            return;
        }
        StreamForm form = call.work.inProcessForm(dialect);
        try {
            call.work.inProcessStream(call.candidate(), dialect, sink(call, client, form));
            call.streamEnded = true;
            client.response().end();
        } catch (RuntimeException e) {
            ProviderFailure failure = e instanceof ProviderException p ? p.failure() : ProviderFailure.internal();
            if (call.committed && failure.kind() != FailureKind.CLIENT_CLOSED) {
                call.streamEnded = true;
                if (form.events()) {
                    client.response().end(Buffer.buffer(HttpReplies.framedError(failure)));
                } else {
                    client.breakOff();
                }
            }
            throw e;
        } finally {
            if (call.committed) {
                call.units = call.work.inProcessUnits();
                meter.streamEnded();
            }
        }
    }

    private CapabilityCall.ChunkSink sink(CallContext call, HttpClientEnd client, StreamForm form) {
        return new CapabilityCall.ChunkSink() {
            @Override
            public void pause(Duration time) throws InterruptedException {
                if (time.isPositive()) {
                    Thread.sleep(time);
                }
                if (client.gone()) {
                    throw clientClosed();
                }
            }

            @Override
            public void write(byte[] piece) throws InterruptedException {
                InProcess.this.write(call, client.response(), form, piece);
            }
        };
    }

    private static ProviderException clientClosed() {
        return new ProviderException(FailureKind.CLIENT_CLOSED, "the client closed the connection");
    }

    private void write(CallContext call, HttpServerResponse response, StreamForm form, byte[] bytes)
            throws InterruptedException {
        if (!call.committed) {
            call.committed = true;
            meter.streamStarted();
            call.firstTokenNanos = System.nanoTime();
            breakers.streamBegan(call);
            HttpReplies.openStream(call, response, form);
        }
        try {
            response.write(Buffer.buffer(bytes)).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw clientClosed();
        }
    }
}
