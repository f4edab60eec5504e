package dev.synaxis.config;

import java.net.URI;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** How a provider is signed in to that takes a token of short life instead of a fixed key ({@code sign-in} in YAML). */
public sealed interface SignIn {

    /** Where the token is asked for. */
    URI tokenUrl();

    /** What the token is for, in the words of whoever gives it. */
    String scope();

    /**
     * An application with a secret: OAuth's client credentials. Source:
     * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow (read 2026-11-22).
     *
     * @param secret the provider's {@code api-key}
     */
    record ClientCredentials(URI tokenUrl, String clientId, Secret secret, String scope) implements SignIn {}

    /**
     * A service account of Google with a key file, whose path is the provider's {@code api-key}. Source:
     * https://developers.google.com/identity/protocols/oauth2/service-account (read 2026-11-22).
     *
     * @param email {@code client_email} of the file
     * @param keyId {@code private_key_id} of the file
     */
    record ServiceAccount(URI tokenUrl, String email, @Nullable String keyId, PrivateKey key, String scope)
            implements SignIn {

        /** Without the private key. */
        @Override
        public String toString() {
            return "ServiceAccount[tokenUrl=" + tokenUrl + ", email=" + email + "]";
        }
    }
}
