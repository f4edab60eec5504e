package dev.synaxis.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code sign-in} of a provider. */
final class SignInReader {

    /** A kind of sign-in by its name in YAML. */
    private enum Kind {
        CLIENT_CREDENTIALS,
        SERVICE_ACCOUNT,
        AWS_SIGNATURE
    }

    static final String SERVICE_ACCOUNT = "service-account";

    private static final Map<String, Kind> KINDS = kinds();

    private SignInReader() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("client-credentials", Kind.CLIENT_CREDENTIALS);
        kinds.put(SERVICE_ACCOUNT, Kind.SERVICE_ACCOUNT);
        kinds.put("aws-signature", Kind.AWS_SIGNATURE);
        return kinds;
    }

    /**
     * Null where the section is absent or was reported.
     *
     * @param key the provider's key: an application's secret, the path of a service account's file, or the secret of an
     *            access key; null where it was reported
     */
    static @Nullable SignIn read(Section provider, @Nullable Secret key) {
        if (!provider.has("sign-in")) {
            return null;
        }
        Section section = provider.section("sign-in");
        if (!section.has("kind")) {
            section.problem("kind", "is required");
        }
        Kind kind = section.choice("kind", KINDS);
        if (kind == null) {
            return null;
        }
        SignIn signIn = switch (kind) {
            case CLIENT_CREDENTIALS -> clientCredentials(section, key);
            case SERVICE_ACCOUNT -> key == null ? null : ServiceAccountFile.read(section, key.value());
            case AWS_SIGNATURE -> awsKey(section, key);
        };
        section.end();
        return signIn;
    }

    private static @Nullable SignIn clientCredentials(Section section, @Nullable Secret key) {
        Value address = section.get("token-url");
        if (address == null) {
            section.problem("token-url", "is required");
        }
        URI tokenUrl = address == null ? null : Urls.base(address);
        String clientId = section.requiredText("client-id");
        String scope = section.requiredText("scope");
        return tokenUrl == null || clientId == null || scope == null || key == null
                ? null
                : new SignIn.ClientCredentials(tokenUrl, clientId, key, scope);
    }

    private static @Nullable SignIn awsKey(Section section, @Nullable Secret key) {
        String id = section.requiredText("access-key-id");
        String region = section.requiredText("region");
        String service = section.requiredText("service");
        Value token = section.get("session-token");
        Secret session = token == null ? null : token.secret();
        return id == null || region == null || service == null || key == null
                ? null
                : new SignIn.AwsKey(
                        id, key, session == null || session.value().isEmpty() ? null : session, region, service);
    }
}
