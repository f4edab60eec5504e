package dev.synaxis.dialect.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionTest {

    private final Prediction prediction =
            new Prediction(new Upstream("p", "https://api.example/v1", "a/b", null, Compat.NONE));

    @Test
    void shouldLookEverMoreSeldomAtOurOwnAddress() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            BackgroundAnswer.Step step = prediction.next(reply(
                    "{\"id\":\"p1\",\"status\":\"starting\",\"urls\":{\"get\":\"https://elsewhere.example/p1\"}}"));
            assertThat(step).isInstanceOfSatisfying(BackgroundAnswer.Look.class, look -> {
                assertThat(look.url()).isEqualTo("https://api.example/v1/predictions/p1");
                pauses.add(look.pause().toMillis());
            });
        }

        assertThat(pauses).containsExactly(250L, 500L, 1000L, 2000L, 2000L);
        assertThat(prediction.cancel())
                .isEqualTo(new BackgroundAnswer.Cancel("POST", "https://api.example/v1/predictions/p1/cancel"));
    }

    @Test
    void shouldHaveNothingToCancelBeforeItBeginsAndAfterItsEnd() {
        assertThat(prediction.cancel()).isNull();

        WireReply last = reply("{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":[]}");
        assertThat(prediction.next(last)).isEqualTo(new BackgroundAnswer.Ready(last));

        assertThat(prediction.cancel()).isNull();
    }

    @Test
    void shouldTakeNoIdThatWouldLeadElsewhere() {
        assertThatThrownBy(() -> prediction.next(reply("{\"id\":\"../models\",\"status\":\"starting\"}")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("MALFORMED_REPLY");
        assertThat(prediction.cancel()).isNull();
    }

    private static WireReply reply(String json) {
        return new WireReply(200, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }
}
