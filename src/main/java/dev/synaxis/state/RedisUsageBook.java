package dev.synaxis.state;

import dev.synaxis.state.UsageSum.Measure;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts that gateways share: a hash in Redis for each day, which expires when the day is no longer kept. Calls are
 * counted here and sent in batches about every second, each counted once however often it must be sent; what is left
 * goes out when the gateway stops. While Redis does not answer, batches wait, and the accounts shown are this gateway's
 * own since its start.
 */
final class RedisUsageBook implements UsageBook, RedisLink.Round {

    private static final Logger LOG = LoggerFactory.getLogger(RedisUsageBook.class);
    private static final RedisScript ADD = new RedisScript("usage-add");

    /** Most lines of one batch. */
    private static final int MOST = 200;

    /** Begins the fields that are no lines: the number of the last batch of each gateway. */
    private static final String MARK = "#";

    private static final String SEPARATOR = "\t";

    private record Batch(long number, LocalDate day, Map<UsageKey, UsageSum> lines) {}

    private final RedisLink link;
    private final String prefix;
    private final int keepDays;
    private final Clock clock;
    private final MemoryUsageBook local;
    private final String gateway = UUID.randomUUID().toString();
    private final ConcurrentMap<UsageKey, UsageSum> pending = new ConcurrentHashMap<>();
    /** Held while a batch is under way, and while somebody reads, who must not see it twice. */
    private final Lock sending = new ReentrantLock();
    private long batches;
    /** Sent without an answer. */
    private @Nullable Batch unanswered;

    RedisUsageBook(RedisLink link, String keyPrefix, int keepDays, Clock clock) {
        this.link = link;
        this.prefix = keyPrefix + ":usage:";
        this.keepDays = keepDays;
        this.clock = clock;
        this.local = new MemoryUsageBook(clock, keepDays);
    }

    @Override
    public void add(UsageKey key, UsageSum used) {
        UsageKey line = local.line(key);
        local.add(line, used);
        pending.merge(line, used, UsageSum::plus);
    }

    @Override
    public void run(RedissonClient redis) throws Exception {
        sending.lock();
        try {
            for (Batch batch = next(); batch != null; batch = next()) {
                unanswered = batch;
                link.await(ADD.run(redis, List.of(prefix + batch.day()), args(batch)));
                unanswered = null;
            }
        } finally {
            sending.unlock();
        }
    }

    private @Nullable Batch next() {
        if (unanswered != null) {
            return unanswered;
        }
        Map<UsageKey, UsageSum> lines = new HashMap<>();
        LocalDate day = null;
        for (UsageKey key : pending.keySet()) {
            day = day == null ? key.day() : day;
            if (lines.size() < MOST && key.day().equals(day)) {
                UsageSum sum = pending.remove(key);
                if (sum != null) {
                    lines.put(key, sum);
                }
            }
        }
        return day == null || lines.isEmpty() ? null : new Batch(++batches, day, lines);
    }

    private Object[] args(Batch batch) {
        Duration left = Duration.between(
                clock.instant(), batch.day().plusDays(keepDays + 1L).atStartOfDay(ZoneOffset.UTC));
        List<Object> args = new ArrayList<>(List.of(MARK + gateway, batch.number(), Math.max(1, left.toSeconds())));
        batch.lines().forEach((key, sum) -> sum.counted().forEach((measure, value) -> {
            args.add(field(key, measure));
            args.add(value);
        }));
        return args.toArray();
    }

    private static String field(UsageKey key, Measure measure) {
        return String.join(
                SEPARATOR, key.capability(), key.provider(), key.model(), key.tier(), key.key(), measure.name());
    }

    @Override
    public Map<UsageKey, UsageSum> between(LocalDate from, LocalDate to) {
        LocalDate begin = from.isBefore(first()) ? first() : from;
        Map<UsageKey, UsageSum> all = new HashMap<>();
        sending.lock();
        try {
            for (LocalDate day = begin; !day.isAfter(to) && !day.isAfter(today()); day = day.plusDays(1)) {
                LocalDate asked = day;
                Map<String, String> fields = link.ask(redis -> map(redis, asked).readAllMapAsync());
                if (fields == null) {
                    return local.between(from, to);
                }
                fields.forEach((field, value) -> read(asked, field, value, all));
            }
            pending.forEach((key, sum) -> {
                if (!key.day().isBefore(begin) && !key.day().isAfter(to)) {
                    all.merge(key, sum, UsageSum::plus);
                }
            });
        } finally {
            sending.unlock();
        }
        return all;
    }

    private RMap<String, String> map(RedissonClient redis, LocalDate day) {
        return redis.getMap(prefix + day, StringCodec.INSTANCE);
    }

    private static void read(LocalDate day, String field, String value, Map<UsageKey, UsageSum> all) {
        String[] parts = field.split(SEPARATOR, -1);
        Measure measure = parts.length == 6 ? measure(parts[5]) : null;
        if (measure != null) {
            Map<Measure, Long> one = new EnumMap<>(Measure.class);
            one.put(measure, Long.parseLong(value));
            all.merge(
                    new UsageKey(day, parts[0], parts[1], parts[2], parts[3], parts[4]),
                    UsageSum.of(one),
                    UsageSum::plus);
        }
    }

    /** Null for what another version of the gateway counts. */
    private static @Nullable Measure measure(String name) {
        for (Measure measure : Measure.values()) {
            if (measure.name().equals(name)) {
                return measure;
            }
        }
        return null;
    }

    @Override
    public LocalDate first() {
        return local.first();
    }

    @Override
    public LocalDate today() {
        return local.today();
    }

    @Override
    public boolean shared() {
        return link.open();
    }

    /** To be called once the way to Redis is closed. */
    @Override
    public void close() {
        sending.lock();
        try {
            int lost = pending.size() + (unanswered == null ? 0 : unanswered.lines().size());
            if (lost > 0) {
                LOG.atWarn().addKeyValue("error", "redis does not answer").log("lines of the usage accounts are lost: {}", lost);
            }
        } finally {
            sending.unlock();
        }
    }
}
