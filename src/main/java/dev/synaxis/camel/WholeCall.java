package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import java.util.Set;

/** What the capabilities that give only whole answers have in common. */
abstract class WholeCall implements CapabilityCall {

    @Override
    public final boolean stream() {
        return false;
    }

    /** Estimate of the input's tokens. */
    abstract long inputTokens();

    /** Estimate of the tokens of the longest input, which a context window must hold. */
    long longestInput() {
        return inputTokens();
    }

    @Override
    public final ProviderSelectionCriteria criteria(CallerHeaders caller) {
        return new ProviderSelectionCriteria(
                capability(), model(), caller.provider(), caller.strategy(), Set.of(), inputTokens(), 0, Units.NONE,
                longestInput());
    }

    @Override
    public final StreamTranslation openStream(Candidate candidate, Dialect dialect) {
        throw Dialects.cannot(dialect, capability());
    }

    @Override
    public final void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink out) {
        throw Dialects.cannot(dialect, capability());
    }
}
