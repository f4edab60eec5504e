package dev.synaxis.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Replies that gateways share. A value is a reply behind the byte {@code R}, or behind {@code C} the token of the gateway
 * that is at work; such a claim lasts half a minute past the last sign of life of that gateway, unless the gateway has a
 * name and comes back under it: then it goes on with its own claims at once. Where Redis does not answer, the store says
 * so instead of guessing: a message waits then.
 */
final class RedisReplyStore implements ReplyStore, RedisLink.Round {

    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final byte REPLY = 'R';

    private final RedisLink link;
    private final String prefix;
    private final Duration keep;
    private final byte[] claim;
    private final Set<String> mine = ConcurrentHashMap.newKeySet();

    /** @param gateway a name that this gateway alone has, and keeps when it is started anew; null where it has none */
    RedisReplyStore(RedisLink link, String keyPrefix, Duration keep, @Nullable String gateway) {
        String token = gateway == null ? UUID.randomUUID().toString() : gateway;
        this.claim = ("C" + token).getBytes(StandardCharsets.UTF_8);
        this.link = link;
        this.prefix = keyPrefix + ":reply:";
        this.keep = keep;
    }

    private RBucket<byte[]> bucket(RedissonClient redis, String key) {
        return redis.getBucket(prefix + key, ByteArrayCodec.INSTANCE);
    }

    private <T> T ask(Function<RedissonClient, CompletionStage<T>> command) throws IOException {
        T reply = link.ask(command);
        if (reply == null) {
            throw new IOException("redis does not answer");
        }
        return reply;
    }

    /** A claim whose outcome was lost on the way, or with the process that made it, is recognised by its token. */
    @Override
    public Look claim(String key) throws IOException {
        if (mine.contains(key)) {
            return new Taken();
        }
        if (ask(redis -> bucket(redis, key).setIfAbsentAsync(claim, CLAIM))) {
            mine.add(key);
            return new Yours();
        }
        Optional<byte[]> value = ask(redis -> bucket(redis, key).getAsync().thenApply(Optional::ofNullable));
        if (value.isEmpty()) {
            return new Taken();
        }
        byte[] bytes = value.get();
        if (bytes.length > 0 && bytes[0] == REPLY) {
            return new Known(Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        if (Arrays.equals(bytes, claim) && mine.add(key)) {
            return new Yours();
        }
        return new Taken();
    }

    @Override
    public void keep(String key, byte[] reply) throws IOException {
        byte[] value = new byte[reply.length + 1];
        value[0] = REPLY;
        System.arraycopy(reply, 0, value, 1, reply.length);
        ask(redis -> bucket(redis, key).setAsync(value, keep).thenApply(done -> Boolean.TRUE));
        mine.remove(key);
    }

    @Override
    public void release(String key) {
        if (mine.remove(key)) {
            link.ask(redis -> bucket(redis, key).deleteAsync());
        }
    }

    @Override
    public void forget(String key) {
        link.tell(redis -> bucket(redis, key).deleteAsync(), deleted -> {}, () -> {}, () -> {});
    }

    @Override
    public @Nullable String trouble() {
        return link.open() ? null : "redis does not answer: replies cannot be looked up";
    }

    /** Signs of life for the claims, about every second. */
    @Override
    public void run(RedissonClient redis) throws Exception {
        for (String key : mine) {
            link.await(bucket(redis, key).expireAsync(CLAIM));
        }
    }

    @Override
    public void close() {
        mine.forEach(this::release);
    }
}
