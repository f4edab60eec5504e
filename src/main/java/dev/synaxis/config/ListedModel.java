package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that the file lists at a provider, with what the file says of it.
 *
 * @param limits null where the file is silent
 */
record ListedModel(ProviderModel model, ModelFacts facts, @Nullable Price price, @Nullable List<QuotaWindow> limits) {}
