package dev.synaxis.state;

import dev.synaxis.config.GatewayConfig;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stores of one gateway: shared through Redis where the configuration names one, else in memory. */
public final class Stores implements AutoCloseable {

    private final HealthStore health;
    private final QuotaTracker quota;
    private final @Nullable RedisLink link;

    private Stores(HealthStore health, QuotaTracker quota, @Nullable RedisLink link) {
        this.health = health;
        this.quota = quota;
        this.link = link;
    }

    /** Opens them; where Redis does not answer within a second, they begin with local state and connect later. */
    public static Stores open(GatewayConfig config, Clock clock) {
        GatewayConfig.Redis redis = config.redis();
        return redis == null
                ? new Stores(new MemoryHealthStore(clock), new MemoryQuotaTracker(clock), null)
                : open(redis, clock);
    }

    static Stores open(GatewayConfig.Redis redis, Clock clock) {
        RedisLink link = new RedisLink(redis);
        RedisHealthStore health = new RedisHealthStore(link, redis.keyPrefix(), clock);
        RedisQuotaTracker quota = new RedisQuotaTracker(link, redis.keyPrefix(), clock);
        link.start(List.of(health, quota));
        return new Stores(health, quota, link);
    }

    public HealthStore health() {
        return health;
    }

    public QuotaTracker quota() {
        return quota;
    }

    /** How both stores are doing: they share one way to Redis. */
    public StoreState state() {
        return quota.state();
    }

    /** How many commands Redis has failed or not answered in time since the start. */
    public long missedCommands() {
        return link == null ? 0 : link.missed();
    }

    @Override
    public void close() {
        health.close();
        quota.close();
        if (link != null) {
            link.close();
        }
    }
}
