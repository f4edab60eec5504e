package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.routing.Candidate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The dialects by their names. */
public final class Dialects {

    private final Map<String, Dialect> byName;

    public Dialects(List<Dialect> dialects) {
        this.byName = dialects.stream().collect(Collectors.toUnmodifiableMap(Dialect::name, Function.identity()));
    }

    Dialect of(ProviderConfig provider) {
        Dialect dialect = byName.get(provider.dialect());
        if (dialect == null) {
            throw new IllegalStateException("no dialect " + provider.dialect());
        }
        return dialect;
    }

    Dialect of(Candidate candidate) {
        return of(candidate.provider());
    }

    static Upstream upstream(Candidate candidate) {
        ProviderConfig provider = candidate.provider();
        return new Upstream(
                provider.id(),
                provider.baseUrl() == null ? "" : provider.baseUrl().toString(),
                candidate.upstreamModel(),
                candidate.traits(),
                provider.compat());
    }
}
