package dev.synaxis.dialect.aihorde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.BackgroundAnswer.Cancel;
import dev.synaxis.dialect.BackgroundAnswer.Look;
import dev.synaxis.dialect.BackgroundAnswer.Ready;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuedRequestTest {

    private static final String GENERATE = "https://api.example/generate/";

    private final QueuedRequest request =
            new QueuedRequest(new Upstream("p", "https://api.example", "m", null, Compat.NONE));

    @BeforeEach
    void queue() {
        assertThat(request.cancel()).isNull();
        assertThat(request.next(reply("{\"id\":\"q-1\"}"))).isEqualTo(new Look(GENERATE + "check/q-1", Duration.ofSeconds(1)));
    }

    @Test
    void shouldCheckAsTheQueueIsLongAndTakeTheStatusOnceAtTheEnd() {
        assertThat(request.next(waiting(90))).isEqualTo(new Look(GENERATE + "check/q-1", Duration.ofSeconds(5)));
        assertThat(request.next(waiting(0))).isEqualTo(new Look(GENERATE + "check/q-1", Duration.ofSeconds(1)));
        assertThat(request.cancel()).isEqualTo(new Cancel("DELETE", GENERATE + "status/q-1"));
        assertThat(request.next(reply("{\"done\":true}"))).isEqualTo(new Look(GENERATE + "status/q-1", Duration.ZERO));

        WireReply status = reply("{\"done\":true,\"generations\":[]}");
        assertThat(request.next(status)).isEqualTo(new Ready(status));
        assertThat(request.cancel()).isNull();
    }

    @Test
    void shouldGiveUpWhatNobodyCanDrawAndWhatHasFailed() {
        assertThatThrownBy(() -> request.next(reply("{\"done\":false,\"is_possible\":false}")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("MODEL_NOT_FOUND");
        assertThatThrownBy(() -> request.next(reply("{\"done\":false,\"is_possible\":true,\"faulted\":true}")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("OVERLOADED");
        assertThat(request.cancel()).isNotNull();
    }

    private static WireReply waiting(int seconds) {
        return reply("{\"done\":false,\"faulted\":false,\"is_possible\":true,\"wait_time\":" + seconds + "}");
    }

    private static WireReply reply(String json) {
        return new WireReply(200, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }
}
