package dev.synaxis.camel;

import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.Warning;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of every reply that say who answered and why. */
final class ReplyHeaders {

    static final String PROVIDER = "x-synaxis-provider";
    static final String MODEL = "x-synaxis-model";
    static final String TIER = "x-synaxis-tier";
    static final String ATTEMPTS = "x-synaxis-attempts";
    static final String WARNING = "x-synaxis-warning";

    static final String COST = "x-synaxis-cost";
    static final String SAVED = "x-synaxis-saved";

    private static final int MAX_WARNING = 2000;

    private ReplyHeaders() {}

    static void write(CallContext call, BiConsumer<String, String> header) {
        header.accept(CallerHeaders.REQUEST_ID, call.caller.requestId());
        header.accept(ATTEMPTS, Integer.toString(call.calls));
        if (call.answered() && call.current != null) {
            header.accept(PROVIDER, call.current.provider().id());
            header.accept(MODEL, ascii(call.current.upstreamModel()));
            header.accept(TIER, call.current.tier().id());
            if (!call.warnings.isEmpty()) {
                header.accept(WARNING, ascii(warnings(call)));
            }
            if (call.price != null) {
                usd(COST, call.price.cost(), header);
                usd(SAVED, call.price.saved(), header);
            }
        }
    }

    private static void usd(String name, @Nullable Double amount, BiConsumer<String, String> header) {
        if (amount != null) {
            header.accept(name, CallPrice.text(amount));
        }
    }

    private static String warnings(CallContext call) {
        String text = call.warnings.stream()
                .map(ReplyHeaders::warning)
                .collect(Collectors.joining("; "));
        return text.length() <= MAX_WARNING ? text : text.substring(0, MAX_WARNING) + "...";
    }

    private static String warning(Warning warning) {
        return warning.field() + ": " + warning.message();
    }

    /** Header values hold visible ASCII; anything else, which a model name may have, becomes '?'. */
    private static String ascii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return value.replaceAll("[^ -~]", "?");
            }
        }
        return value;
    }
}
