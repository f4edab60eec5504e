package dev.synaxis.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${VAR}} and {@code ${VAR:default}} in the text of a configuration, filled from the environment. A variable
 * that is set to blanks counts as not set; {@code $${} stands for the two characters themselves.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}:]*)(?::([^}]*))?(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param text  with every placeholder replaced; null where that cannot be done
     * @param unset the variables that are not set and have no default
     * @param error what is wrong with the way a placeholder is written, or null
     */
    record Filled(@Nullable String text, List<String> unset, @Nullable String error) {}

    /** The variable's value without blanks around it, or null where it is not set or blank. */
    @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    static boolean in(String text) {
        return text.contains("${");
    }

    /** The names of the variables that a text needs: those without a default. */
    static Set<String> needed(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null && matcher.group(2) == null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    Filled fill(String text) {
        if (!in(text)) {
            return new Filled(text, List.of(), null);
        }
        StringBuilder filled = new StringBuilder();
        Set<String> unset = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (name == null) {
                matcher.appendReplacement(filled, Matcher.quoteReplacement("${"));
                continue;
            }
            if (matcher.group(3).isEmpty()) {
                return new Filled(null, List.of(), "has a ${ without its }");
            }
            if (!NAME.matcher(name).matches()) {
                return new Filled(null, List.of(), "has a ${...} that does not hold the name of a variable");
            }
            String value = variable(name);
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                unset.add(name);
                value = "";
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(filled);
        return unset.isEmpty()
                ? new Filled(filled.toString(), List.of(), null)
                : new Filled(null, List.copyOf(unset), null);
    }
}
