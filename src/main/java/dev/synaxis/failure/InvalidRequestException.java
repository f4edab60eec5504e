package dev.synaxis.failure;

import org.jspecify.annotations.Nullable;

/** A client's request that is wrong in itself: no provider is asked. */
public class InvalidRequestException extends RuntimeException {

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param status the HTTP status, 4xx
     * @param param  the field that is wrong, such as {@code messages[2].role}
     */
    public InvalidRequestException(int status, String message, @Nullable String param, @Nullable String code) {
        super(message, null, false, false);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** A 400 that names the field. */
    public InvalidRequestException(String param, String message) {
        this(400, message, param, null);
    }

    public int status() {
        return status;
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable String code() {
        return code;
    }
}
