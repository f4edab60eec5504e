package dev.synaxis.inbound;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.RoutingStrategy;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller can say beside the body, under the same names at every front door.
 *
 * @param requestId the caller's {@code x-request-id} where it is 1 to 128 letters, digits, '.', '_' or '-'; else ours
 * @param provider  {@code x-synaxis-provider}
 * @param strategy  {@code x-synaxis-strategy}
 */
public record CallerHeaders(String requestId, @Nullable String provider, @Nullable RoutingStrategy strategy) {

    public static final String REQUEST_ID = "x-request-id";
    public static final String PROVIDER = "x-synaxis-provider";
    public static final String STRATEGY = "x-synaxis-strategy";

    private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** @throws InvalidRequestException for a strategy that there is not */
    public static CallerHeaders read(String requestId, Function<String, @Nullable String> header) {
        String provider = header.apply(PROVIDER);
        String strategy = header.apply(STRATEGY);
        RoutingStrategy chosen = strategy == null || strategy.isBlank() ? null : strategy(strategy.strip());
        return new CallerHeaders(
                requestId, provider == null || provider.isBlank() ? null : provider.strip(), chosen);
    }

    /** The caller's id where it is fit to be logged and sent back, else a new one. */
    public static String requestId(@Nullable String sent, RandomGenerator random) {
        if (sent != null && REQUEST_ID_FORM.matcher(sent).matches()) {
            return sent;
        }
        HexFormat hex = HexFormat.of();
        return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static RoutingStrategy strategy(String name) {
        return RoutingStrategy.byId(name)
                .orElseThrow(() -> new InvalidRequestException(
                        STRATEGY,
                        "header x-synaxis-strategy must be one of "
                                + Arrays.stream(RoutingStrategy.values())
                                        .map(RoutingStrategy::id)
                                        .collect(Collectors.joining(", "))));
    }
}
