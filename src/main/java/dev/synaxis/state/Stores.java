package dev.synaxis.state;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.UsageConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stores of one gateway: shared through Redis where the configuration names one, else in memory. */
public final class Stores implements AutoCloseable {

    private final HealthStore health;
    private final QuotaTracker quota;
    private final UsageBook usage;
    private final Claims claims;
    private final Widths widths;
    private final @Nullable ReplyStore replies;
    private final @Nullable RedisLink link;

    private Stores(
            HealthStore health,
            QuotaTracker quota,
            UsageBook usage,
            Claims claims,
            Widths widths,
            @Nullable ReplyStore replies,
            @Nullable RedisLink link) {
        this.health = health;
        this.quota = quota;
        this.usage = usage;
        this.claims = claims;
        this.widths = widths;
        this.replies = replies;
        this.link = link;
    }

    /** Opens them; where Redis does not answer within a second, they begin with local state and connect later. */
    public static Stores open(GatewayConfig config, Clock clock) {
        GatewayConfig.Redis redis = config.redis();
        InboundConfig.Replies kept = config.inbound().replies();
        if (redis != null) {
            return open(redis, kept, name(config.inbound().kafka()), config.usage().keepDays(), clock);
        }
        ReplyStore replies = kept == null ? null : LogReplyStore.open(kept.directory(), clock, kept.keep());
        MemoryUsageBook usage = new MemoryUsageBook(clock, config.usage().keepDays());
        return new Stores(
                new MemoryHealthStore(clock), new MemoryQuotaTracker(clock), usage, new MemoryClaims(clock), new MemoryWidths(),
                replies, null);
    }

    static Stores open(GatewayConfig.Redis redis, Clock clock) {
        return open(redis, null, clock);
    }

    static Stores open(GatewayConfig.Redis redis, InboundConfig.@Nullable Replies kept, Clock clock) {
        return open(redis, kept, null, clock);
    }

    /** @param gateway a name that this gateway alone has, and keeps when it is started anew; null where it has none */
    static Stores open(
            GatewayConfig.Redis redis, InboundConfig.@Nullable Replies kept, @Nullable String gateway, Clock clock) {
        return open(redis, kept, gateway, UsageConfig.DEFAULT.keepDays(), clock);
    }

    private static @Nullable String name(InboundConfig.@Nullable Kafka kafka) {
        return kafka == null || kafka.instance() == null ? null : kafka.group() + "/" + kafka.instance();
    }

    private static Stores open(
            GatewayConfig.Redis redis,
            InboundConfig.@Nullable Replies kept,
            @Nullable String gateway,
            int keepDays,
            Clock clock) {
        RedisLink link = new RedisLink(redis);
        RedisHealthStore health = new RedisHealthStore(link, redis.keyPrefix(), clock);
        RedisQuotaTracker quota = new RedisQuotaTracker(link, redis.keyPrefix(), clock);
        RedisUsageBook usage = new RedisUsageBook(link, redis.keyPrefix(), keepDays, clock);
        RedisWidths widths = new RedisWidths(link, redis.keyPrefix());
        List<RedisLink.Round> rounds = new ArrayList<>(List.of(health, quota, usage, widths));
        RedisReplyStore replies =
                kept == null ? null : new RedisReplyStore(link, redis.keyPrefix(), kept.keep(), gateway);
        if (replies != null) {
            rounds.add(replies);
        }
        link.start(rounds);
        return new Stores(health, quota, usage, new RedisClaims(link, redis.keyPrefix(), clock), widths, replies, link);
    }

    public HealthStore health() {
        return health;
    }

    public QuotaTracker quota() {
        return quota;
    }

    /** What calls used. */
    public UsageBook usage() {
        return usage;
    }

    /** What one of several gateways is to do. */
    public Claims claims() {
        return claims;
    }

    /** What was learned of embedding models. */
    public Widths widths() {
        return widths;
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
        usage.close();
    }
}
