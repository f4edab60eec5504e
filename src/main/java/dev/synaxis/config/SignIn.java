package dev.synaxis.config;

import java.net.URI;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** How a provider is signed in to that no fixed key opens ({@code sign-in} in YAML). */
public sealed interface SignIn {

    /** With a token of short life. */
    sealed interface Token extends SignIn {

        /** Where the token is asked for. */
        URI tokenUrl();

        /** What the token is for, in the words of whoever gives it. */
        String scope();
    }

    /**
     * By a signature of each request with an access key of AWS. Source:
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html (read 2026-11-23).
     *
     * @param id      the access key's id
     * @param secret  the provider's {@code api-key}
     * @param session the session token of a key of short life; null for one that lasts
     * @param region  such as {@code us-east-1}
     * @param service the service's name in signatures, such as {@code bedrock}
     */
    record AwsKey(String id, Secret secret, @Nullable Secret session, String region, String service) implements SignIn {}

    /**
     * An application with a secret: OAuth's client credentials. Source:
     * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow (read 2026-11-22).
     *
     * @param secret the provider's {@code api-key}
     */
    record ClientCredentials(URI tokenUrl, String clientId, Secret secret, String scope) implements Token {}

    /**
     * A service account of Google with a key file, whose path is the provider's {@code api-key}. Source:
     * https://developers.google.com/identity/protocols/oauth2/service-account (read 2026-11-22).
     *
     * @param email {@code client_email} of the file
     * @param keyId {@code private_key_id} of the file
     */
    record ServiceAccount(URI tokenUrl, String email, @Nullable String keyId, PrivateKey key, String scope)
            implements Token {

        /** Without the private key. */
        @Override
        public String toString() {
            return "ServiceAccount[tokenUrl=" + tokenUrl + ", email=" + email + "]";
        }
    }
}
