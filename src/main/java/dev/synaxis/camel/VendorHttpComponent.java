package dev.synaxis.camel;

import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/**
 * The http component of the vendor routes, whose endpoints all have a {@link VendorHttpClient}. Left to itself, the
 * component makes a connection manager for each endpoint and reads the trusted certificates for it, though no call goes
 * through it.
 */
public final class VendorHttpComponent {

    private VendorHttpComponent() {}

    /** To be known to Camel as both {@code http} and {@code https}. */
    public static HttpComponent create() {
        HttpComponent component = new HttpComponent();
        component.setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy((socket, host, port, attachment, context) -> {
                    throw new IllegalStateException("an http step of a vendor route has no client");
                })
                .build());
        return component;
    }
}
