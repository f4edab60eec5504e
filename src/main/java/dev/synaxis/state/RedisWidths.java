package dev.synaxis.state;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Widths that gateways share and that outlive them: a hash in Redis, model to width, of which this gateway has a copy. Where two
 * learned at once, the first one's holds.
 */
final class RedisWidths implements Widths, RedisLink.Round {

    private static final Duration KEPT = Duration.ofDays(90);
    /** The copy is read anew in every so many rounds. */
    private static final int ROUNDS = 10;

    private final RedisLink link;
    private final String key;
    private final Map<String, Integer> learned = new ConcurrentHashMap<>();
    private final Map<String, Integer> unsent = new ConcurrentHashMap<>();
    private int rounds;

    RedisWidths(RedisLink link, String keyPrefix) {
        this.link = link;
        this.key = keyPrefix + ":embedding-widths";
    }

    @Override
    public @Nullable Integer of(String model) {
        return learned.get(model);
    }

    @Override
    public int learn(String model, int width) {
        Integer known = learned.get(model);
        if (known == null && learned.size() < MOST) {
            known = learned.putIfAbsent(model, width);
            if (known == null) {
                unsent.put(model, width);
                link.hurry();
            }
        }
        return known == null ? width : known;
    }

    @Override
    public void run(RedissonClient redis) throws Exception {
        if (rounds++ % ROUNDS != 0 && unsent.isEmpty()) {
            return;
        }
        RMap<String, String> shared = redis.getMap(key, StringCodec.INSTANCE);
        for (Map.Entry<String, Integer> one : Map.copyOf(unsent).entrySet()) {
            link.await(shared.fastPutIfAbsentAsync(one.getKey(), one.getValue().toString()));
            link.await(shared.expireAsync(KEPT));
            unsent.remove(one.getKey());
        }
        link.await(shared.readAllMapAsync()).forEach((model, width) -> {
            if (width.matches("\\d{1,9}") && (learned.size() < MOST || learned.containsKey(model))) {
                learned.put(model, Integer.valueOf(width));
            }
        });
    }
}
