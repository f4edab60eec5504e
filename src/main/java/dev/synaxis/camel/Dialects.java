package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dialects by their names. */
public final class Dialects {

    private static final ModelsTranslator DEPLOYMENTS = new AzureDeployments();

    private final Map<String, Dialect> byName;

    public Dialects(List<Dialect> dialects) {
        this.byName = dialects.stream().collect(Collectors.toUnmodifiableMap(Dialect::name, Function.identity()));
    }

    Dialect of(ProviderConfig provider) {
        return named(provider.dialect());
    }

    private Dialect named(String name) {
        Dialect dialect = byName.get(name);
        if (dialect == null) {
            throw new IllegalStateException("no dialect " + name);
        }
        return dialect;
    }

    /** How the provider's own list of models is read; null where it has none. */
    @Nullable ModelsTranslator models(ProviderConfig provider) {
        return switch (provider.compat().modelList()) {
            case DIALECT -> of(provider).models();
            case AZURE -> DEPLOYMENTS;
            case CLOUDFLARE -> named("cloudflare").models();
        };
    }

    Dialect of(Candidate candidate) {
        return of(candidate.provider());
    }

    /** The provider with only those capabilities that its dialect can translate and the gateway has a route for. */
    public ProviderConfig offered(ProviderConfig provider) {
        Set<ProviderCapability> offered = EnumSet.noneOf(ProviderCapability.class);
        offered.addAll(provider.capabilities());
        offered.retainAll(of(provider).capabilities());
        offered.removeIf(capability -> !VendorRoutes.served(capability));
        return provider.withCapabilities(offered);
    }

    /** UNSUPPORTED: the dialect has no translator for the capability. */
    static ProviderException cannot(Dialect dialect, ProviderCapability capability) {
        return new ProviderException(
                FailureKind.UNSUPPORTED, "the " + dialect.name() + " dialect cannot do " + capability.id());
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
