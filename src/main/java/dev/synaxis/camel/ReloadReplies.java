package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.clear;
import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.config.ConfigChange;
import dev.synaxis.failure.IllegalConfigException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The answer of {@code POST /admin/reload}. */
public final class ReloadReplies {

    /** Reads the configuration and takes it over. */
    public interface Reload {

        /** @throws IllegalConfigException where it is wrong; then nothing has changed */
        Reloaded now();
    }

    /**
     * What a reload came to.
     *
     * @param taken   false where the configuration says what it said before
     * @param notices as at a start
     */
    public record Reloaded(boolean taken, ConfigChange change, List<String> notices) {
        public Reloaded {
            notices = List.copyOf(notices);
        }
    }

    private final Reload reload;

    public ReloadReplies(Reload reload) {
        this.reload = reload;
    }

    /** 200 with what has changed, or 400 with every problem, each with the path of its field in front. */
    public void reload(Exchange exchange) {
        Message message = clear(exchange);
        try {
            Reloaded done = reload.now();
            ConfigChange change = done.change();
            JsonReply.write(message, ordered(
                    "status", done.taken() ? "reloaded" : "unchanged",
                    "providers", ordered(
                            "added", change.added(),
                            "removed", change.removed(),
                            "changed", change.changed()),
                    "other-changes", change.others(),
                    "notices", done.notices()));
        } catch (IllegalConfigException e) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
            JsonReply.write(message, ordered("error", ordered(
                    "message", "nothing has changed: " + e.getMessage(),
                    "type", "invalid_request_error",
                    "param", null,
                    "code", "invalid_configuration",
                    "problems", e.problems())));
        }
    }
}
