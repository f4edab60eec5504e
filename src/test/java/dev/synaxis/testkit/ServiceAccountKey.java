package dev.synaxis.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** A service account of Google that exists in one test alone. */
public record ServiceAccountKey(KeyPair keys) {

    public static final String EMAIL = "robot@p.iam.gserviceaccount.com";

    public static ServiceAccountKey create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new ServiceAccountKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its key file, in the form of Google's. */
    public Path write(Path directory, String tokenUri) throws IOException {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        ObjectNode file = Json.object()
                .put("type", "service_account")
                .put("project_id", "p")
                .put("private_key_id", "key-1")
                .put("private_key", pem)
                .put("client_email", EMAIL)
                .put("token_uri", tokenUri);
        return Files.write(directory.resolve("service-account.json"), Json.bytes(file));
    }

    /** The claims of a token that this account signed; fails the test where it did not. */
    public JsonNode claims(String jwt) {
        String[] parts = jwt.split("\\.");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new AssertionError("the signature does not fit");
            }
            return Json.parse(Base64.getUrlDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
