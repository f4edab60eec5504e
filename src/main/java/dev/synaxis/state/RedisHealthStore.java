package dev.synaxis.state;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.state.Cooldowns.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Pauses that gateways share. A look reads this gateway's copy. A change is made in the copy at once and sent in the
 * background, again and again until Redis has it; the copy is read anew about every second and whenever another gateway
 * says that it changed something. Pauses that Redis has lost are written again by the gateways that know them.
 */
final class RedisHealthStore implements HealthStore, RedisLink.Round {

    private static final RedisScript SET = new RedisScript("cooldown-set");
    private static final RedisScript CLEAR = new RedisScript("cooldown-clear");
    private static final RedisScript LOAD = new RedisScript("cooldown-load");

    /**
     * A change that Redis may not have.
     *
     * @param cooldown null to end the pause
     * @param replace  whether it takes the place of a longer pause, because that one was ended here before
     */
    private record Change(Key key, @Nullable Cooldown cooldown, boolean replace) {}

    private final RedisLink link;
    private final String key;
    private final String channel;
    private final Clock clock;
    private final Cooldowns known;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Change> unsent = new HashMap<>();
    private @Nullable String mark;
    private @Nullable CompletableFuture<Integer> subscription;

    RedisHealthStore(RedisLink link, String keyPrefix, Clock clock) {
        this.link = link;
        this.key = keyPrefix + ":cooldowns";
        this.channel = keyPrefix + ":cooldowns:changed";
        this.clock = clock;
        this.known = new Cooldowns(clock);
    }

    @Override
    public @Nullable Cooldown cooldown(String provider, String upstreamModel) {
        return known.longest(provider, upstreamModel);
    }

    @Override
    public void coolDown(String provider, @Nullable String upstreamModel, FailureKind reason, Duration length) {
        Cooldown cooldown = new Cooldown(provider, upstreamModel, reason, known.end(length));
        Key paused = Key.of(cooldown);
        lock.lock();
        try {
            if (!known.add(cooldown)) {
                return;
            }
            Change before = unsent.get(paused);
            boolean replace = before != null && (before.cooldown() == null || before.replace());
            unsent.put(paused, new Change(paused, cooldown, replace));
        } finally {
            lock.unlock();
        }
        link.hurry();
    }

    @Override
    public void clear(String provider, @Nullable String upstreamModel) {
        Key paused = new Key(provider, upstreamModel);
        lock.lock();
        try {
            known.remove(paused);
            unsent.put(paused, new Change(paused, null, true));
        } finally {
            lock.unlock();
        }
        link.hurry();
    }

    @Override
    public List<Cooldown> cooldowns() {
        return known.inForce();
    }

    @Override
    public StoreState state() {
        return link.state();
    }

    @Override
    public void close() {}

    @Override
    public void run(RedissonClient redis) throws Exception {
        subscribe(redis);
        List<Change> sent = send(redis);
        List<Object> reply =
                link.await(LOAD.run(redis, List.of(key), clock.millis(), UUID.randomUUID().toString()));
        if (merge(reply, sent)) {
            send(redis);
        }
    }

    private void subscribe(RedissonClient redis) {
        CompletableFuture<Integer> before = subscription;
        if (before == null || before.isCompletedExceptionally()) {
            subscription = redis.getTopic(channel, StringCodec.INSTANCE)
                    .addListenerAsync(String.class, (topic, changed) -> link.hurry())
                    .toCompletableFuture();
        }
    }

    private List<Change> send(RedissonClient redis) throws Exception {
        List<Change> sent;
        lock.lock();
        try {
            sent = List.copyOf(unsent.values());
        } finally {
            lock.unlock();
        }
        for (Change change : sent) {
            Cooldown cooldown = change.cooldown();
            long now = clock.millis();
            if (cooldown == null) {
                link.await(CLEAR.run(redis, List.of(key), field(change.key()), channel));
            } else if (cooldown.until().toEpochMilli() > now) {
                link.await(SET.run(
                        redis,
                        List.of(key),
                        field(change.key()),
                        cooldown.until().toEpochMilli(),
                        cooldown.reason().name(),
                        now,
                        change.replace() ? 1 : 0,
                        channel));
            }
        }
        return sent;
    }

    /** Takes over what Redis has, and keeps what it does not have yet; true where Redis has lost what it had. */
    private boolean merge(List<Object> reply, List<Change> sent) {
        Map<Key, Cooldown> shared = new HashMap<>();
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            Cooldown cooldown = parse((String) reply.get(i), (String) reply.get(i + 1));
            if (cooldown != null) {
                shared.put(Key.of(cooldown), cooldown);
            }
        }
        lock.lock();
        try {
            sent.forEach(change -> unsent.remove(change.key(), change));
            boolean lost = mark != null && !mark.equals(reply.getFirst());
            mark = (String) reply.getFirst();
            if (lost) {
                known.inForce().forEach(cooldown ->
                        unsent.putIfAbsent(Key.of(cooldown), new Change(Key.of(cooldown), cooldown, false)));
            }
            List<Cooldown> all = new ArrayList<>();
            unsent.values().forEach(change -> {
                if (change.replace()) {
                    shared.remove(change.key());
                }
                if (change.cooldown() != null) {
                    all.add(change.cooldown());
                }
            });
            all.addAll(shared.values());
            known.replace(all);
            return lost && !unsent.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private static String field(Key key) {
        return key.model() == null ? key.provider() : key.provider() + "\n" + key.model();
    }

    /** Null for what only another version of Synaxis can read. */
    private static @Nullable Cooldown parse(String field, String value) {
        int line = field.indexOf('\n');
        int space = value.indexOf(' ');
        try {
            return new Cooldown(
                    line < 0 ? field : field.substring(0, line),
                    line < 0 ? null : field.substring(line + 1),
                    FailureKind.valueOf(value.substring(space + 1)),
                    Instant.ofEpochMilli(Long.parseLong(value, 0, Math.max(space, 0), 10)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
