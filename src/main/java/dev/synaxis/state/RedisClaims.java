package dev.synaxis.state;

import java.time.Clock;
import java.time.Duration;
import org.redisson.client.codec.StringCodec;

/** Claims in Redis, each a key that expires with it: {@code <key-prefix>:claim:<name>}. */
final class RedisClaims implements Claims {

    private final RedisLink link;
    private final String prefix;
    private final MemoryClaims own;

    RedisClaims(RedisLink link, String keyPrefix, Clock clock) {
        this.link = link;
        this.prefix = keyPrefix + ":claim:";
        this.own = new MemoryClaims(clock);
    }

    @Override
    public boolean take(String name, Duration length) {
        if (!own.take(name, length)) {
            return false;
        }
        Boolean taken = link.ask(redis ->
                redis.<String>getBucket(prefix + name, StringCodec.INSTANCE).setIfAbsentAsync("taken", length));
        return taken == null || taken;
    }
}
