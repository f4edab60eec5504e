package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor's own list of its models, read with GET, page by page. */
public interface ModelsTranslator {

    /**
     * @param baseUrl the provider's, without a trailing slash
     * @param next    what the page before said of the next one; null for the first
     */
    String url(String baseUrl, @Nullable String next);

    /** The vendor's own headers. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** @throws ProviderException MALFORMED_REPLY where the bytes are no such list */
    Page read(byte[] body);

    /** The models of all pages, where one page says of models what another leaves open. */
    default List<Listed> together(List<Listed> models) {
        return models;
    }

    /** Whether the vendor has no model but those of the list, so that what it lacks is gone. */
    default boolean complete(String baseUrl) {
        return true;
    }

    /** @param next null for the last page */
    record Page(List<Listed> models, @Nullable String next) {
        public Page {
            models = List.copyOf(models);
        }
    }

    /**
     * A model that the vendor has.
     *
     * @param id           the name that calls use
     * @param capabilities what it is for; empty where the list does not say
     * @param others       further names for it, or for the family that it is of
     */
    record Listed(String id, Set<ProviderCapability> capabilities, Set<String> others) {
        public Listed {
            capabilities = Set.copyOf(capabilities);
            others = Set.copyOf(others);
        }

        /** A model of which only the name is known. */
        public static Listed of(String id) {
            return new Listed(id, Set.of(), Set.of());
        }
    }
}
