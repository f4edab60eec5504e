package dev.synaxis.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key file of a Google service account: {@code client_email}, {@code private_key} (PKCS 8 in PEM),
 * {@code private_key_id}, {@code token_uri}. Source:
 * https://developers.google.com/identity/protocols/oauth2/service-account (read 2026-11-22).
 */
final class ServiceAccountFile {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String TOKEN_URL = "https://oauth2.googleapis.com/token";

    private ServiceAccountFile() {}

    /** Null where the file was reported; no report quotes it. */
    static @Nullable SignIn read(Section signIn, String path) {
        String scope = signIn.text("scope");
        SignIn.ServiceAccount account = account(tree(path), scope == null ? SCOPE : scope);
        if (account == null) {
            signIn.problem("kind", String.valueOf(flaw(path)));
        }
        return account;
    }

    /** What is wrong with the file, without a word of it; null where nothing is. */
    static @Nullable String flaw(String path) {
        JsonNode file = tree(path);
        if (file == null || !file.path("type").asText().equals("service_account")) {
            return "the api-key is not the path of a service account's key file";
        }
        return account(file, SCOPE) == null
                ? "the service account's key file lacks a readable "
                        + (file.path("client_email").asText().isEmpty()
                                ? "client_email"
                                : key(file.path("private_key").asText()) == null ? "private_key" : "token_uri")
                : null;
    }

    private static SignIn.@Nullable ServiceAccount account(@Nullable JsonNode file, String scope) {
        if (file == null || !file.path("type").asText().equals("service_account")) {
            return null;
        }
        String email = file.path("client_email").asText();
        PrivateKey key = key(file.path("private_key").asText());
        URI tokenUrl = url(file.path("token_uri").asText(TOKEN_URL));
        if (email.isEmpty() || key == null || tokenUrl == null) {
            return null;
        }
        String keyId = file.path("private_key_id").asText("");
        return new SignIn.ServiceAccount(tokenUrl, email, keyId.isEmpty() ? null : keyId, key, scope);
    }

    private static @Nullable JsonNode tree(String path) {
        try {
            return Json.parse(Files.readAllBytes(Path.of(path)));
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable PrivateKey key(String pem) {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() == null ? null : url;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
