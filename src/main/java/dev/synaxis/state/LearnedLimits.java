package dev.synaxis.state;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Origin;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold: those of the configuration, as far as vendors have not said better. Lower ones are believed at
 * once, higher ones once they were said {@value LearnedModel#OFTEN} times in a row, and never above what the file says. A
 * window that nobody configured is learned at providers of the FREE tier alone. The same goes for counts
 * ({@link QuotaTracker#told}).
 */
public final class LearnedLimits {

    /** Most models that something is known of; their names come from clients. */
    private static final int MOST = 1_000;

    private record Model(String ledger, String upstream) {}

    private final QuotaTracker quota;
    private final ConcurrentMap<Model, LearnedModel> models = new ConcurrentHashMap<>();
    private volatile boolean any;

    public LearnedLimits(QuotaTracker quota) {
        this.quota = quota;
    }

    public QuotaTracker quota() {
        return quota;
    }

    /** Whether anything that the provider says of limits is of use. */
    public boolean listens(ProviderConfig provider, String upstream) {
        return provider.tier() == Tier.FREE || !provider.limits(upstream).isEmpty();
    }

    /** All windows that a call of this upstream model with this key is held to. */
    public List<QuotaWindow> windows(ProviderConfig provider, ProviderKey key, String upstream) {
        List<QuotaWindow> configured = provider.limits(upstream);
        LearnedModel learned = any ? models.get(new Model(key.ledger(), upstream)) : null;
        return learned == null ? configured : learned.over(configured);
    }

    /** Every window of a key: those of all its models together, those of single models, and those that were learned. */
    public List<QuotaWindow> every(ProviderConfig provider, ProviderKey key) {
        List<QuotaWindow> every = new ArrayList<>();
        for (QuotaWindow window : provider.everyLimit()) {
            String model = window.model();
            every.add(model == null
                    ? window
                    : windows(provider, key, model).stream().filter(window::sameCount).findFirst().orElse(window));
        }
        models.forEach((model, learned) -> {
            if (model.ledger().equals(key.ledger())) {
                learned.over(provider.limits(model.upstream())).stream()
                        .filter(window -> window.origin() == Origin.VENDOR)
                        .forEach(every::add);
            }
        });
        return every;
    }

    /** Takes what the vendor has said in an answer to a call of this model with this key. */
    public void heard(ProviderConfig provider, ProviderKey key, String upstream, List<VendorLimit> said) {
        if (said.isEmpty() || !listens(provider, upstream)) {
            return;
        }
        LearnedModel learned = model(new Model(key.ledger(), upstream));
        if (learned == null) {
            return;
        }
        List<QuotaWindow> configured = provider.limits(upstream);
        for (VendorLimit one : said) {
            QuotaWindow window = learned.heard(one, configured, upstream, provider.tier() == Tier.FREE);
            if (window != null && one.used() != null) {
                quota.told(key.ledger(), window, Math.min(one.used(), Long.MAX_VALUE / 2));
            }
        }
    }

    private @Nullable LearnedModel model(Model model) {
        LearnedModel known = models.get(model);
        if (known != null || models.size() >= MOST) {
            return known;
        }
        LearnedModel made = models.computeIfAbsent(model, any -> new LearnedModel());
        any = true;
        return made;
    }
}
