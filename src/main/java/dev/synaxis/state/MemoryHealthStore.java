package dev.synaxis.state;

import dev.synaxis.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pauses of one gateway alone. */
public final class MemoryHealthStore implements HealthStore {

    private final Cooldowns cooldowns;

    public MemoryHealthStore(Clock clock) {
        this.cooldowns = new Cooldowns(clock);
    }

    @Override
    public @Nullable Cooldown cooldown(String provider, String upstreamModel) {
        return cooldowns.longest(provider, upstreamModel);
    }

    @Override
    public void coolDown(String provider, @Nullable String upstreamModel, FailureKind reason, Duration length) {
        cooldowns.add(new Cooldown(provider, upstreamModel, reason, cooldowns.end(length)));
    }

    @Override
    public void clear(String provider, @Nullable String upstreamModel) {
        cooldowns.remove(new Cooldowns.Key(provider, upstreamModel));
    }

    @Override
    public List<Cooldown> cooldowns() {
        return cooldowns.inForce();
    }

    @Override
    public StoreState state() {
        return StoreState.LOCAL;
    }

    @Override
    public void close() {}
}
