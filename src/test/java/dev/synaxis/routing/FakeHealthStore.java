package dev.synaxis.routing;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.StoreState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pauses in a list. */
final class FakeHealthStore implements HealthStore {

    private final List<Cooldown> all = new ArrayList<>();
    private final Clock clock;

    FakeHealthStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable Cooldown cooldown(String provider, String upstreamModel) {
        return cooldowns().stream()
                .filter(one -> one.provider().equals(provider))
                .filter(one -> one.model() == null || one.model().equals(upstreamModel))
                .max(Comparator.comparing(Cooldown::until))
                .orElse(null);
    }

    @Override
    public void coolDown(String provider, @Nullable String upstreamModel, FailureKind reason, Duration length) {
        all.add(new Cooldown(provider, upstreamModel, reason, clock.instant().plus(length)));
    }

    @Override
    public void clear(String provider, @Nullable String upstreamModel) {
        all.removeIf(one -> one.provider().equals(provider) && Objects.equals(one.model(), upstreamModel));
    }

    @Override
    public List<Cooldown> cooldowns() {
        return all.stream().filter(one -> one.until().isAfter(clock.instant())).toList();
    }

    @Override
    public StoreState state() {
        return StoreState.LOCAL;
    }

    @Override
    public void close() {}
}
