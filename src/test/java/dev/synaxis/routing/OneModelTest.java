package dev.synaxis.routing;

import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static dev.synaxis.model.Tier.FREE;
import static dev.synaxis.model.Tier.PAID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Plan.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An embedding is planned for one model, whatever the names and the health of its providers. */
class OneModelTest {

    private final Gateway gateway = new Gateway()
            .provider("paid", PAID, Set.of(CHAT, EMBEDDING), List.of(), "m=paid-m")
            .provider("free", FREE, Set.of(CHAT, EMBEDDING), List.of(), "m=free-m", "other")
            .provider("talker", FREE, Set.of(CHAT), List.of(), "words")
            .alias("mixed", "talker/words", "paid/paid-m", "free/other", "free/free-m")
            .substitutes("m", "free/other");

    private Plan plan(String model, ProviderCapability capability) {
        return gateway.selector().select(
                new ProviderSelectionCriteria(capability, model, null, null, Set.of(), 100, 0));
    }

    @Test
    void shouldSkipOtherModelsOfAnAliasWhenTheRequestIsForVectors() {
        Plan plan = plan("mixed", EMBEDDING);

        assertThat(Gateway.order(plan)).containsExactly("free free/free-m", "paid paid/paid-m");
        assertThat(plan.skipped()).extracting(Plan.Skipped::upstreamModel, Plan.Skipped::cause)
                .contains(tuple("other", Cause.OTHER_MODEL));
        assertThat(Gateway.reasons(plan)).contains("free: another model: its vectors do not mix with those of m");
        assertThat(Gateway.order(plan("mixed", CHAT))).contains("free free/other");
    }

    @Test
    void shouldKeepToTheModelWhenNobodyHasItNow() {
        gateway.health.coolDown("paid", null, FailureKind.OVERLOADED, Duration.ofMinutes(1));
        gateway.health.coolDown("free", "free-m", FailureKind.RATE_LIMITED, Duration.ofMinutes(1));

        assertThat(plan("mixed", EMBEDDING).candidates()).isEmpty();
        assertThat(plan("mixed", EMBEDDING).unfit()).isNull();
        assertThat(plan("m", EMBEDDING).candidates()).isEmpty();
        assertThat(Gateway.order(plan("m", CHAT))).containsExactly("emergency free/other");
    }

    @Test
    void shouldNameTheModelByItsListedNameWhenTheCatalogueDoesNotKnowIt() {
        assertThat(plan("m", EMBEDDING).candidates()).extracting(Candidate::model).containsExactly("m", "m");
        assertThat(plan("paid/anything", EMBEDDING).candidates()).extracting(Candidate::model).containsExactly("anything");
        assertThat(plan("paid/paid-m", EMBEDDING).candidates()).extracting(Candidate::model).containsExactly("m", "m");
    }
}
