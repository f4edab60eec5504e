package dev.synaxis.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Origin;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Reset;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.testkit.TestClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of what vendors say of their limits is believed. */
class LearnedLimitsTest {

    private final TestClock clock = new TestClock();
    private final MemoryQuotaTracker quota = new MemoryQuotaTracker(clock);
    private final LearnedLimits limits = new LearnedLimits(quota);

    private static ProviderConfig provider(Tier tier, QuotaWindow... windows) {
        return new ProviderConfig("p", "openai", null, null, tier, Set.of(ProviderCapability.CHAT), List.of(),
                List.of(windows), Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(), Compat.NONE, Map.of());
    }

    private static QuotaWindow requests(long limit, Origin origin) {
        return new QuotaWindow(Unit.REQUESTS, Period.DAY, limit, null, Reset.UTC, origin);
    }

    private List<Long> say(ProviderConfig provider, long limit, @Nullable Long used) {
        ProviderKey key = provider.keys().getFirst();
        limits.heard(provider, key, "m", List.of(new VendorLimit(Unit.REQUESTS, Period.DAY, limit, used)));
        return limits.windows(provider, key, "m").stream().map(QuotaWindow::limit).toList();
    }

    @Test
    void shouldBelieveALowerLimitAtOnceAndAHigherOneWhenItIsSaidThreeTimesInARow() {
        ProviderConfig provider = provider(Tier.PAID, requests(100, Origin.CATALOGUE));

        assertThat(say(provider, 50, null)).containsExactly(50L);
        assertThat(say(provider, 200, null)).containsExactly(50L);
        assertThat(say(provider, 200, null)).containsExactly(50L);
        assertThat(say(provider, 50, null)).as("the row is broken").containsExactly(50L);
        say(provider, 200, null);
        say(provider, 300, null);
        assertThat(say(provider, 200, null)).containsExactly(50L);
        say(provider, 200, null);
        assertThat(say(provider, 200, null)).containsExactly(200L);
    }

    @Test
    void shouldNeverRaiseWhatTheFileSays() {
        ProviderConfig provider = provider(Tier.PAID, requests(100, Origin.FILE));

        for (int i = 0; i < 5; i++) {
            assertThat(say(provider, 1_000, null)).containsExactly(100L);
        }
        assertThat(say(provider, 10, null)).containsExactly(10L);
        for (int i = 0; i < 3; i++) {
            say(provider, 1_000, null);
        }
        assertThat(say(provider, 1_000, null)).containsExactly(100L);
    }

    @Test
    void shouldLearnAWindowThatNobodyConfiguredWhereNothingIsPaid() {
        assertThat(say(provider(Tier.PAID), 100, 100L)).isEmpty();

        ProviderConfig free = provider(Tier.FREE);
        assertThat(say(free, 100, 100L)).containsExactly(100L);

        ProviderKey key = free.keys().getFirst();
        assertThat(limits.windows(free, key, "m").getFirst().origin()).isEqualTo(Origin.VENDOR);
        assertThat(limits.windows(free, key, "other")).isEmpty();
        assertThat(quota.exhaustedFor("p", limits.windows(free, key, "m"))).isNotNull();
        assertThat(limits.every(free, key)).hasSize(1);
    }

    @Test
    void shouldBeginAnewWhenAnotherConfigurationHasCome() {
        say(provider(Tier.PAID, requests(100, Origin.FILE)), 10, null);

        ProviderConfig next = provider(Tier.PAID, requests(80, Origin.FILE));
        assertThat(limits.windows(next, next.keys().getFirst(), "m")).isEqualTo(next.limits());
        assertThat(say(next, 40, null)).containsExactly(40L);
    }

    @Test
    void shouldRememberSoManyModelsAtMost() {
        ProviderConfig free = provider(Tier.FREE);
        ProviderKey key = free.keys().getFirst();
        for (int i = 0; i < 1_500; i++) {
            limits.heard(free, key, "m" + i, List.of(new VendorLimit(Unit.REQUESTS, Period.DAY, 5, null)));
        }

        assertThat(limits.windows(free, key, "m999")).hasSize(1);
        assertThat(limits.windows(free, key, "m1000")).isEmpty();
    }
}
