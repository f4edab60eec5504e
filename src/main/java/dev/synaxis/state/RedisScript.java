package dev.synaxis.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.StringCodec;

/** A Lua script under {@code redis/}, run by its SHA-1 digest, or sent in full where Redis does not have it yet. */
final class RedisScript {

    private final String source;
    private final String digest;

    RedisScript(String name) {
        try (InputStream in = RedisScript.class.getResourceAsStream("/redis/" + name + ".lua")) {
            if (in == null) {
                throw new IllegalArgumentException("no script redis/" + name + ".lua in the class path");
            }
            byte[] bytes = in.readAllBytes();
            source = new String(bytes, StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Strings where the script returns strings, {@code Long} where it returns numbers. */
    CompletionStage<List<Object>> run(RedissonClient redis, List<Object> keys, Object... args) {
        RScript scripts = redis.getScript(StringCodec.INSTANCE);
        CompletionStage<List<Object>> reply =
                scripts.evalShaAsync(RScript.Mode.READ_WRITE, digest, RScript.ReturnType.MULTI, keys, args);
        return reply.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof RedisNoScriptException
                    ? scripts.evalAsync(RScript.Mode.READ_WRITE, source, RScript.ReturnType.MULTI, keys, args)
                    : CompletableFuture.failedFuture(cause);
        });
    }
}
