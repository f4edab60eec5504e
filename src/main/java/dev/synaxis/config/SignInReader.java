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
        SERVICE_ACCOUNT
    }

    private static final Map<String, Kind> KINDS = kinds();

    private SignInReader() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("client-credentials", Kind.CLIENT_CREDENTIALS);
        kinds.put("service-account", Kind.SERVICE_ACCOUNT);
        return kinds;
    }

    /**
     * Null where the section is absent or was reported.
     *
     * @param key the provider's key: an application's secret, or the path of a service account's file; null where it was
     *            reported
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
}
