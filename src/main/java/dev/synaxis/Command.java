package dev.synaxis;

import dev.synaxis.model.ProviderCapability;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a command line asks for. */
sealed interface Command {

    String USAGE = "usage: java -jar synaxis.jar [--check | --plan MODEL [CAPABILITY]]";

    /** To run the gateway. */
    record Serve() implements Command {}

    /** To say what the configuration would switch on. */
    record Check() implements Command {}

    /** To say who would be asked for a model. */
    record Plan(String model, ProviderCapability capability) implements Command {}

    /** @throws IllegalArgumentException with the usage, where nothing of the kind is known */
    static Command read(String... args) {
        if (args.length == 0) {
            return new Serve();
        }
        return switch (args[0]) {
            case "--check" -> {
                most(args, 1);
                yield new Check();
            }
            case "--plan" -> {
                if (args.length < 2 || args[1].isBlank()) {
                    throw new IllegalArgumentException("--plan wants the name of a model\n" + USAGE);
                }
                most(args, 3);
                yield new Plan(args[1], args.length == 3 ? capability(args[2]) : ProviderCapability.CHAT);
            }
            default -> throw unknown(args[0]);
        };
    }

    private static void most(String[] args, int most) {
        if (args.length > most) {
            throw unknown(args[most]);
        }
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException("unknown argument: " + argument + "\n" + USAGE);
    }

    private static ProviderCapability capability(String id) {
        return ProviderCapability.byId(id).orElseThrow(() -> new IllegalArgumentException(
                "unknown capability: " + id + "; expected one of "
                        + Arrays.stream(ProviderCapability.values())
                                .map(ProviderCapability::id)
                                .collect(Collectors.joining(", "))
                        + "\n" + USAGE));
    }
}
