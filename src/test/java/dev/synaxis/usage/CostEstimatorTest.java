package dev.synaxis.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.config.Compat;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostEstimatorTest {

    private static final TokenUsage USAGE = new TokenUsage(1_000_000, 400_000, 0, 200_000, 50_000, 1_200_000);

    private final CostEstimator estimator = new CostEstimator(config(
            Map.of("gpt-4o", new ModelInfo(
                    "gpt-4o",
                    Map.of("openai", "gpt-4o-latest"),
                    new ModelTraits(128_000, 16_384, Set.of()),
                    Map.of("*", new Price(2, 10, 1.0), "azure", new Price(3, 10, null)),
                    null))));

    private static GatewayConfig config(Map<String, ModelInfo> catalog) {
        return new GatewayConfig(
            new GatewayConfig.Server(
                    "127.0.0.1", 8080, List.of(), 1 << 20, 1 << 20, false, Duration.ofSeconds(15), Duration.ofSeconds(30), GatewayConfig.ClientTimeouts.DEFAULT),
            RoutingStrategy.COST,
            null,
            List.of(
                    provider("openai", Tier.PAID, new ProviderModel("gpt-4o", "gpt-4o-2024-08-06", null)),
                    provider("azure", Tier.PAID, new ProviderModel("gpt-4o", "my-deployment", null)),
                    provider("groq", Tier.FREE)),
            Resilience.DEFAULT,
            Map.of(),
            catalog,
            List.of());
    }

    private static ProviderConfig provider(String id, Tier tier, ProviderModel... models) {
        return new ProviderConfig(
                id, "openai", null, null, tier, Set.of(ProviderCapability.CHAT), List.of(models), List.of(),
                Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(), Compat.NONE, Map.of());
    }

    @Test
    void shouldPriceCachedInputApartWhereItHasItsOwnPrice() {
        assertThat(estimator.cost("openai", "gpt-4o-2024-08-06", USAGE, Units.NONE)).isEqualTo(0.6 * 2 + 0.4 * 1 + 0.2 * 10, within(1e-9));
    }

    @Test
    void shouldPriceCachedInputLikeOtherInputWhereItHasNone() {
        assertThat(estimator.cost("azure", "my-deployment", USAGE, Units.NONE)).isEqualTo(3 + 0.2 * 10, within(1e-9));
    }

    @Test
    void shouldKnowThePriceByEveryNameThatTheModelHasAtTheProvider() {
        Double cost = estimator.cost("openai", "gpt-4o-2024-08-06", USAGE, Units.NONE);

        assertThat(estimator.cost("openai", "gpt-4o-latest", USAGE, Units.NONE)).isEqualTo(cost);
        assertThat(estimator.cost("openai", "gpt-4o", USAGE, Units.NONE)).isEqualTo(cost);
    }

    @Test
    void shouldAddUpThePricesOfAllUnits() {
        Price price = new Price(2, 10, null, 0.04, 0.006, 15);

        assertThat(CostEstimator.expected(price, 1_000, 0, new Units(2, 90, 1_000)))
                .isEqualTo(0.002 + 2 * 0.04 + 1.5 * 0.006 + 0.015, within(1e-12));
    }

    @Test
    void shouldPriceEveryUnitThatWasUsed() {
        Price price = new Price(2, 10, 0.5, 0.04, 0.006, 15);
        CostEstimator costs = new CostEstimator(config(Map.of("gpt-4o", new ModelInfo(
                "gpt-4o", Map.of(), new ModelTraits(null, null, Set.of()), Map.of("*", price), null))));

        assertThat(costs.cost("openai", "gpt-4o", TokenUsage.of(1_000, 0), Units.NONE)).isEqualTo(0.002, within(1e-12));
        assertThat(costs.cost("openai", "gpt-4o", new TokenUsage(1_000, 1_000, 0, 0, 0, 0), Units.NONE)).isEqualTo(0.0005, within(1e-12));
        assertThat(costs.cost("openai", "gpt-4o", new TokenUsage(0, 0, 0, 100, 90, 0), Units.NONE)).isEqualTo(0.001, within(1e-12));
        assertThat(costs.cost("openai", "gpt-4o", TokenUsage.NONE, Units.images(3))).isEqualTo(0.12, within(1e-12));
        assertThat(costs.cost("openai", "gpt-4o", TokenUsage.NONE, Units.audioSeconds(90))).isEqualTo(0.009, within(1e-12));
        assertThat(costs.cost("openai", "gpt-4o", TokenUsage.NONE, Units.characters(2_000))).isEqualTo(0.03, within(1e-12));
    }

    @Test
    void shouldNotGuessThePriceOfWhatIsNotKnown() {
        assertThat(estimator.cost("openai", "gpt-new", USAGE, Units.NONE)).isNull();
        assertThat(estimator.cost("nobody", "gpt-4o", USAGE, Units.NONE)).isNull();
    }

    @Test
    void shouldCostNothingAtAFreeProvider() {
        assertThat(estimator.cost("groq", "anything", USAGE, Units.NONE)).isZero();
    }

    @Test
    void shouldNotPayBackMoreThanTheInputWhenAVendorReportsMoreCachedThanInput() {
        TokenUsage odd = new TokenUsage(100, 500, 0, 0, 0, 100);

        assertThat(new Price(2, 10, 1.0).of(odd)).isEqualTo(100 * 1.0 / 1e6, within(1e-12));
    }

    @Test
    void shouldExpectInputAndOutputByTheirPrices() {
        assertThat(CostEstimator.expected(new Price(2, 10, 1.0), 1_000, 100, Units.NONE)).isEqualTo(0.003, within(1e-12));
    }

    @Test
    void shouldPricePicturesInTheRequestApartWhereTheVendorDoes() {
        // 400 of text, 100 cached, 500 of pictures
        TokenUsage edit = new TokenUsage(1_000, 100, 0, 10, 0, 1_010).withImageInput(500);

        assertThat(new Price(5, 30, 1.0, 0, 0, 0, 8.0, null, null).of(edit))
                .isEqualTo((400 * 5 + 100 * 1 + 500 * 8 + 10 * 30) / 1e6, within(1e-12));
        assertThat(new Price(5, 30, null).of(edit)).isEqualTo((1_000 * 5 + 10 * 30) / 1e6, within(1e-12));
    }

    @Test
    void shouldPriceWritesToTheCacheByTheirOwnPrice() {
        TokenUsage usage = new TokenUsage(1_000, 200, 300, 10, 0, 1_010);

        assertThat(new Price(3, 15, 0.3, 0, 0, 0, null, 3.75, null).of(usage))
                .isEqualTo((500 * 3 + 200 * 0.3 + 300 * 3.75 + 10 * 15) / 1e6, within(1e-12));
        assertThat(new Price(3, 15, 0.3).of(usage))
                .isEqualTo((800 * 3 + 200 * 0.3 + 10 * 15) / 1e6, within(1e-12));
    }

    @Test
    void shouldPriceWritesThatAreKeptForAnHourByTheirOwnPrice() {
        TokenUsage usage = new TokenUsage(1_000, 200, 300, 10, 0, 1_010).withHourWrite(100);

        assertThat(new Price(3, 15, 0.3, 0, 0, 0, null, 3.75, 6.0).of(usage))
                .isEqualTo((500 * 3 + 200 * 0.3 + 200 * 3.75 + 100 * 6 + 10 * 15) / 1e6, within(1e-12));
        assertThat(new Price(3, 15, 0.3, 0, 0, 0, null, 3.75, null).of(usage))
                .as("no price of their own")
                .isEqualTo((500 * 3 + 200 * 0.3 + 300 * 3.75 + 10 * 15) / 1e6, within(1e-12));
    }
}
