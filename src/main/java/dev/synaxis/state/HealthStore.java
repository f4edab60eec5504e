package dev.synaxis.state;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which providers, keys of providers ({@link ProviderKey#health}) and models are cooling down. Looks are local and never
 * wait, whatever the form of the store.
 */
public interface HealthStore extends AutoCloseable {

    /** The pause that keeps this provider's model from being asked, the longest where there are several; or null. */
    @Nullable Cooldown cooldown(String provider, String upstreamModel);

    /**
     * The pause that keeps this provider's model from being asked with any of its keys: the provider's own, else that of
     * the key whose pause ends first; null where a key may be used.
     */
    default @Nullable Cooldown cooldown(ProviderConfig provider, String upstreamModel) {
        Cooldown whole = cooldown(provider.id(), upstreamModel);
        if (whole != null || provider.keys().size() == 1) {
            return whole;
        }
        Cooldown first = null;
        for (ProviderKey key : provider.keys()) {
            Cooldown pause = cooldown(key.health(), upstreamModel);
            if (pause == null) {
                return null;
            }
            first = first == null || pause.until().isBefore(first.until()) ? pause : first;
        }
        return first;
    }

    /**
     * Starts a pause, here at once and on the other gateways soon. A longer one that is in force stays.
     *
     * @param upstreamModel null for the whole provider
     */
    void coolDown(String provider, @Nullable String upstreamModel, FailureKind reason, Duration length);

    /** Ends the pause, if there is one. */
    void clear(String provider, @Nullable String upstreamModel);

    /** Every pause in force. */
    List<Cooldown> cooldowns();

    StoreState state();

    @Override
    void close();
}
