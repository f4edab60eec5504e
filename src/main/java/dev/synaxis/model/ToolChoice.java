package dev.synaxis.model;

import java.util.List;

/** Whether and which tools the model must call. */
public sealed interface ToolChoice {

    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** Any tool, but one at least. */
    record Required() implements ToolChoice {}

    /** Exactly this function. */
    record Named(String name) implements ToolChoice {}

    /** OpenAI's allowed_tools: only these, and one at least if {@code required}. */
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }
}
