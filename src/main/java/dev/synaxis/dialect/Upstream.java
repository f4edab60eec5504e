package dev.synaxis.dialect;

import dev.synaxis.config.Compat;
import dev.synaxis.model.ModelTraits;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a translator may know of where its request goes.
 *
 * @param provider the provider's id
 * @param baseUrl  without a trailing slash
 * @param model    the upstream model
 * @param traits   what the catalogue knows of the model, null for a model that it does not list
 * @param compat   where the provider differs from its dialect
 */
public record Upstream(
        String provider, String baseUrl, String model, @Nullable ModelTraits traits, Compat compat) {}
