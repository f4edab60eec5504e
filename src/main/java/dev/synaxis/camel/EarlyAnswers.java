package dev.synaxis.camel;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and reads its answer, also where the vendor answers and hangs up before it has read the whole body: a
 * refusal of a large file says more than the broken connection.
 */
final class EarlyAnswers extends HttpRequestExecutor {

    /** A kept connection that the vendor had closed says so within a round trip. */
    static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The vendor had closed the kept connection before the request came: it knows nothing of the request. */
    static final class StaleConnectionException extends IOException {
        private StaleConnectionException(IOException cause) {
            super(cause);
        }
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        EndpointDetails before = connection.getEndpointDetails();
        boolean reused = before != null && before.getRequestCount() > 0;
        long heard = before == null ? 0 : before.getReceivedBytesCount();
        try {
            SocketException broken = send(request, connection);
            long sent = System.nanoTime();
            ClassicHttpResponse response;
            try {
                response = receive(connection, broken);
            } catch (SocketException | NoHttpResponseException e) {
                boolean silent = reused && connection.getEndpointDetails().getReceivedBytesCount() == heard;
                throw silent && System.nanoTime() - sent < STALE_NANOS ? new StaleConnectionException(e) : e;
            }
            if (broken != null || !connection.isConsistent()) {
                if (response.getCode() < HttpStatus.SC_CLIENT_ERROR) {
                    throw broken == null ? new SocketException("answered before the request was read") : broken;
                }
                response.setHeader(HttpHeaders.CONNECTION, "close");
            }
            if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
                connection.receiveResponseEntity(response);
            }
            return response;
        } catch (HttpException | IOException | RuntimeException e) {
            Closer.closeQuietly(connection);
            throw e;
        }
    }

    /** Why not all of it could be sent; null where it was, or where the vendor is already answering. */
    private static @Nullable SocketException send(ClassicHttpRequest request, HttpClientConnection connection)
            throws IOException, HttpException {
        try {
            connection.sendRequestHeader(request);
            if (request.getEntity() != null) {
                connection.sendRequestEntity(request);
            }
            connection.flush();
            return null;
        } catch (SocketException e) {
            return e;
        }
    }

    private static ClassicHttpResponse receive(HttpClientConnection connection, @Nullable SocketException broken)
            throws IOException, HttpException {
        try {
            ClassicHttpResponse response = connection.receiveResponseHeader();
            while (response.getCode() < HttpStatus.SC_OK) {
                response = connection.receiveResponseHeader();
            }
            return response;
        } catch (IOException e) {
            if (broken == null) {
                throw e;
            }
            broken.addSuppressed(e);
            throw broken;
        }
    }
}
