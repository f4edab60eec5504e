package dev.synaxis.camel;

import dev.synaxis.config.Secret;
import dev.synaxis.config.SignIn;
import dev.synaxis.dialect.WireBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as Signature Version 4 of AWS wants it: method, path, query, headers and the body's SHA-256 in a canonical
 * form, under a key made of the secret, the day, the region and the service. Host and {@code x-amz-} headers are signed.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read 2026-11-23).
 */
final class AwsSignature {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();

    private AwsSignature() {}

    /**
     * The headers to add to a request.
     *
     * @param url  absolute, as it goes onto the wire; its path is encoded once more for the signature
     * @param more headers of the request that are signed as well, names in lower case
     */
    static Map<String, String> headers(
            SignIn.AwsKey key, Instant now, String method, String url, Map<String, String> more, WireBody body) {
        String time = TIME.format(now);
        String day = time.substring(0, 8);
        int host = url.indexOf("://") + 3;
        int path = url.indexOf('/', host);
        String target = path < 0 ? "/" : url.substring(path);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-date", time);
        Secret session = key.session();
        if (session != null) {
            headers.put("x-amz-security-token", session.value());
        }
        TreeMap<String, String> signed = new TreeMap<>(more);
        signed.putAll(headers);
        signed.put("host", path < 0 ? url.substring(host) : url.substring(host, path));
        String names = String.join(";", signed.keySet());
        String canonical = method + '\n' + canonicalTarget(target) + '\n' + canonicalHeaders(signed) + '\n' + names + '\n'
                + HEX.formatHex(sha256(body));
        String scope = day + '/' + key.region() + '/' + key.service() + "/aws4_request";
        String toSign = ALGORITHM + '\n' + time + '\n' + scope + '\n'
                + HEX.formatHex(sha256(new WireBody.Bytes(bytes(canonical))));
        byte[] signing = hmac(bytes("AWS4" + key.secret().value()), day);
        for (String part : new String[] {key.region(), key.service(), "aws4_request"}) {
            signing = hmac(signing, part);
        }
        headers.put("authorization", ALGORITHM + " Credential=" + key.id() + '/' + scope + ", SignedHeaders=" + names
                + ", Signature=" + HEX.formatHex(hmac(signing, toSign)));
        return headers;
    }

    /** Path and query on a line each. */
    private static String canonicalTarget(String target) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return encoded(mark < 0 ? target : target.substring(0, mark)) + '\n' + Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.indexOf('=') < 0 ? pair + '=' : pair)
                .sorted()
                .collect(Collectors.joining("&"));
    }

    /** Every byte but those of unreserved characters and slashes as its percent code. */
    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : bytes(path)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~/".indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String canonicalHeaders(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ':' + header.getValue().strip().replaceAll(" +", " ") + '\n')
                .collect(Collectors.joining());
    }

    private static byte[] sha256(WireBody body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            body.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
