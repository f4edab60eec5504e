package dev.synaxis.camel;

import dev.synaxis.inbound.HttpClientEnd;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** A client's end of a call, without a connection, that leaves when it is told to. */
final class LeavingClient {

    private final HttpClientEnd end;
    private Handler<Void> onClose;

    @SuppressWarnings("unchecked")
    LeavingClient() {
        HttpServerResponse response = fake(HttpServerResponse.class, (self, method, arguments) -> {
            if (method.getName().equals("closeHandler")) {
                onClose = (Handler<Void>) arguments[0];
            }
            return method.getReturnType() == boolean.class ? false : self;
        });
        HttpServerRequest request = fake(HttpServerRequest.class, (self, method, arguments) -> response);
        end = new HttpClientEnd(request, Vertx.currentContext());
    }

    private static <T> T fake(Class<T> type, InvocationHandler what) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, what));
    }

    HttpClientEnd end() {
        return end;
    }

    void leave() {
        onClose.handle(null);
    }
}
