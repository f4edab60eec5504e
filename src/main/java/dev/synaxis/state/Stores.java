package dev.synaxis.state;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stores of one gateway: shared through Redis where the configuration names one, else in memory. */
public final class Stores implements AutoCloseable {

    private final HealthStore health;
    private final QuotaTracker quota;
    private final @Nullable ReplyStore replies;
    private final @Nullable RedisLink link;

    private Stores(HealthStore health, QuotaTracker quota, @Nullable ReplyStore replies, @Nullable RedisLink link) {
        this.health = health;
        this.quota = quota;
        this.replies = replies;
        this.link = link;
    }

    /** Opens them; where Redis does not answer within a second, they begin with local state and connect later. */
    public static Stores open(GatewayConfig config, Clock clock) {
        GatewayConfig.Redis redis = config.redis();
        InboundConfig.Replies kept = config.inbound().replies();
        if (redis != null) {
            return open(redis, kept, clock);
        }
        ReplyStore replies = kept == null ? null : LogReplyStore.open(kept.directory(), clock, kept.keep());
        return new Stores(new MemoryHealthStore(clock), new MemoryQuotaTracker(clock), replies, null);
    }

    static Stores open(GatewayConfig.Redis redis, Clock clock) {
        return open(redis, null, clock);
    }

    static Stores open(GatewayConfig.Redis redis, InboundConfig.@Nullable Replies kept, Clock clock) {
        RedisLink link = new RedisLink(redis);
        RedisHealthStore health = new RedisHealthStore(link, redis.keyPrefix(), clock);
        RedisQuotaTracker quota = new RedisQuotaTracker(link, redis.keyPrefix(), clock);
        List<RedisLink.Round> rounds = new ArrayList<>(List.of(health, quota));
        RedisReplyStore replies = kept == null ? null : new RedisReplyStore(link, redis.keyPrefix(), kept.keep());
        if (replies != null) {
            rounds.add(replies);
        }
        link.start(rounds);
        return new Stores(health, quota, replies, link);
    }

    public HealthStore health() {
        return health;
    }

    public QuotaTracker quota() {
        return quota;
    }

    /** The memory of answered messages; null where there is no queue to answer. */
    public @Nullable ReplyStore replies() {
        return replies;
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
        if (replies != null) {
            replies.close();
        }
        if (link != null) {
            link.close();
        }
    }
}
