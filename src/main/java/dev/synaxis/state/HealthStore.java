package dev.synaxis.state;

import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which providers and models are cooling down. Looks are local and never wait, whatever the form of the store. */
public interface HealthStore extends AutoCloseable {

    /** The pause that keeps this provider's model from being asked, the longest where there are several; or null. */
    @Nullable Cooldown cooldown(String provider, String upstreamModel);

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
