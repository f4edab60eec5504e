package dev.synaxis.failure;

import java.util.List;

/** A configuration that Synaxis refuses to start with; lists every problem, each with the path of its field. */
public class IllegalConfigException extends RuntimeException {

    private final List<String> problems;

    public IllegalConfigException(List<String> problems) {
        super("configuration has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:")
                + "\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
