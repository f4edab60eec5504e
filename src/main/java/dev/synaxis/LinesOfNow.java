package dev.synaxis;

import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lines of files are asked for by the configuration of the moment: a job outlives many of them. */
final class LinesOfNow implements LineCalls {

    private volatile @Nullable LineCalls current;

    void use(LineCalls calls) {
        current = calls;
    }

    private LineCalls now() {
        return Objects.requireNonNull(current, "no configuration is at work");
    }

    @Override
    public CompletableFuture<Answer> ask(ProviderCapability capability, byte[] body, Place place) {
        return now().ask(capability, body, place);
    }

    @Override
    public boolean available(ProviderCapability capability, byte[] body) {
        return now().available(capability, body);
    }

    @Override
    public String model(String asked, String provider, String model) {
        return now().model(asked, provider, model);
    }

    @Override
    public @Nullable Double cost(String provider, String model, @Nullable TokenUsage usage, Units units) {
        return now().cost(provider, model, usage, units);
    }

    @Override
    public Limits limits(String model) {
        return now().limits(model);
    }
}
