package dev.synaxis.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the keys of a provider, which are used in turn, each with a ledger and cooldowns of its own.
 *
 * @param number 1 for the first
 * @param ledger its name in ledgers: {@code groq} for the first, {@code groq#2} for the second
 * @param health its name in the health store: {@code groq} where the provider has no other, else {@code groq#1}
 * @param secret null where the provider needs none
 */
public record ProviderKey(int number, String ledger, String health, @Nullable Secret secret) {

    /** Between a provider's id, which cannot hold it, and the number of a key. */
    private static final char NUMBER = '#';

    /** The keys of a provider in their order; one without a secret where there is none. */
    static List<ProviderKey> of(String provider, List<Secret> secrets) {
        if (secrets.size() <= 1) {
            return List.of(new ProviderKey(1, provider, provider, secrets.isEmpty() ? null : secrets.getFirst()));
        }
        List<ProviderKey> keys = new ArrayList<>(secrets.size());
        for (Secret secret : secrets) {
            int number = keys.size() + 1;
            String name = provider + NUMBER + number;
            keys.add(new ProviderKey(number, number == 1 ? provider : name, name, secret));
        }
        return List.copyOf(keys);
    }

    /** The provider that a name in a ledger or in the health store is of. */
    public static String provider(String name) {
        int end = name.indexOf(NUMBER);
        return end < 0 ? name : name.substring(0, end);
    }

    /** The number of the key that a name in the health store is of; null where it is the provider's own. */
    public static @Nullable Integer number(String name) {
        int end = name.indexOf(NUMBER);
        return end < 0 ? null : Integer.valueOf(name.substring(end + 1));
    }
}
