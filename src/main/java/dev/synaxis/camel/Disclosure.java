package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.Secret;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a vendor's failure may be told: never our key, never a page that some proxy made of who knows what. */
final class Disclosure {

    private static final String KEY = "[key]";

    /** Letters and punctuation: neither the digits nor the stars that keys and account names have. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}.,:;!?'\"()/-]{1,60}|\\d{3}");

    /** Where a key can be had: its host may well end as the key does. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\p{L}./-]{1,80}[.,;)]*");

    /** What a vendor leaves of a key that it masks, in pieces between its stars. */
    private static final Pattern MASKED = Pattern.compile("[\\p{L}*.<>-]*\\*[\\p{L}*.<>-]*");

    private static final Pattern STARS = Pattern.compile("[*.<>]+");

    /** As many characters of a key as some vendors repeat. */
    private static final int SHOWN = 4;

    private Disclosure() {}

    /** The failure without the provider's keys, whatever field the vendor put it in. */
    static ProviderFailure of(ProviderFailure failure, ProviderConfig provider) {
        if (failure.kind() == FailureKind.AUTHENTICATION) {
            return new ProviderFailure(
                    failure.kind(),
                    failure.status(),
                    "the provider refused the key that the gateway has for it" + plainWords(failure.message(), provider),
                    null,
                    null,
                    null,
                    failure.retryAfter());
        }
        ProviderFailure shown = failure;
        for (String key : keys(provider)) {
            shown = without(shown, key);
        }
        return shown;
    }

    private static List<String> keys(ProviderConfig provider) {
        return provider.keys().stream()
                .map(ProviderKey::secret)
                .filter(secret -> secret != null && !secret.value().isEmpty())
                .map(Secret::value)
                .toList();
    }

    private static ProviderFailure without(ProviderFailure failure, String key) {
        return new ProviderFailure(
                failure.kind(),
                failure.status(),
                failure.message().replace(key, KEY),
                without(failure.type(), key),
                without(failure.code(), key),
                without(failure.param(), key),
                failure.retryAfter(),
                failure.modelOnly(),
                failure.lasting());
    }

    /** What the vendor said, less every word that might be a key or an account; vendors show parts of a key in many ways. */
    private static String plainWords(String message, ProviderConfig provider) {
        List<String> keys = keys(provider);
        StringBuilder said = new StringBuilder(":");
        for (String word : message.strip().split("\\s+")) {
            said.append(' ').append(isPlain(word, keys) ? word : KEY);
        }
        return said.toString();
    }

    private static boolean isPlain(String word, List<String> keys) {
        if (ADDRESS.matcher(word).matches()) {
            return keys.stream().noneMatch(word::contains);
        }
        if (MASKED.matcher(word).matches()) {
            return STARS.splitAsStream(word).filter(piece -> !piece.isEmpty())
                    .noneMatch(piece -> keys.stream().anyMatch(key -> key.contains(piece)));
        }
        return PLAIN.matcher(word).matches() && keys.stream().noneMatch(key -> isPartOf(key, word));
    }

    /** Whether the word has the beginning or the end of the key in it. */
    private static boolean isPartOf(String key, String word) {
        return key.length() >= SHOWN
                && (word.contains(key.substring(0, SHOWN)) || word.contains(key.substring(key.length() - SHOWN)));
    }

    private static @Nullable String without(@Nullable String text, String key) {
        return text == null ? null : text.replace(key, KEY);
    }

    /** A server's error that is not JSON says its status and nothing else. */
    static ProviderFailure unlessPage(ProviderFailure failure, WireReply reply) {
        if (reply.status() < 500 || isJson(reply.body())) {
            return failure;
        }
        return new ProviderFailure(
                failure.kind(),
                failure.status(),
                Failures.message(null, reply.status()),
                null,
                null,
                null,
                failure.retryAfter());
    }

    private static boolean isJson(byte[] body) {
        for (byte b : body) {
            if (b > ' ') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }
}
