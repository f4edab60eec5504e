package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import org.jspecify.annotations.Nullable;

/** What of a vendor's failure may be told: never our key, never a page that some proxy made of who knows what. */
final class Disclosure {

    private static final String KEY = "[key]";

    private Disclosure() {}

    /** The failure without the provider's key, whatever field the vendor put it in. */
    static ProviderFailure of(ProviderFailure failure, ProviderConfig provider) {
        if (failure.kind() == FailureKind.AUTHENTICATION) {
            return new ProviderFailure(
                    failure.kind(),
                    failure.status(),
                    "the provider refused the key that the gateway has for it",
                    null,
                    null,
                    null,
                    failure.retryAfter());
        }
        String key = provider.apiKey() == null ? "" : provider.apiKey().value();
        if (key.isEmpty()) {
            return failure;
        }
        return new ProviderFailure(
                failure.kind(),
                failure.status(),
                failure.message().replace(key, KEY),
                without(failure.type(), key),
                without(failure.code(), key),
                without(failure.param(), key),
                failure.retryAfter());
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
