package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import org.jspecify.annotations.Nullable;

/** A model that the file lists at a provider, with what the file says of it. */
record ListedModel(ProviderModel model, ModelFacts facts, @Nullable Price price) {}
