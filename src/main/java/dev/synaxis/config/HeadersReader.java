package dev.synaxis.config;

import dev.synaxis.config.ProviderConfig.Auth;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code headers} and {@code auth} of a provider. */
final class HeadersReader {

    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

    private static final String IMPOSSIBLE = "holds a character that no HTTP header has";

    private HeadersReader() {}

    private static boolean possible(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\t');
    }

    /** By name; without those whose optional placeholder has no value. */
    static Map<String, String> headers(Section section) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Value value : section.all()) {
            boolean optional = value.node().isTextual() && Placeholders.in(value.node().textValue());
            String text = optional ? value.optionalText() : value.text();
            if (text != null && text.isBlank()) {
                continue;
            }
            if (!NAME.matcher(value.field()).matches()) {
                value.problem("is not the name of an HTTP header");
            } else if (text != null && !possible(text)) {
                value.problem(IMPOSSIBLE);
            } else if (text != null && headers.put(value.field(), text.strip()) != null) {
                value.problem("is there twice (upper and lower case are the same in headers)");
            }
        }
        return headers;
    }

    /** Null where the section is absent: the dialect's own way to show the key. */
    static @Nullable Auth auth(Section provider) {
        if (!provider.has("auth")) {
            return null;
        }
        Section section = provider.section("auth");
        String header = section.requiredText("header");
        Value prefix = section.get("prefix");
        String before = prefix == null ? "" : prefix.optionalText();
        section.end();
        if (prefix != null && before != null && !possible(before)) {
            prefix.problem(IMPOSSIBLE);
        }
        if (header != null && !NAME.matcher(header).matches()) {
            section.problem("header", "is not the name of an HTTP header");
            return null;
        }
        return header == null || before == null ? null : new Auth(header, before);
    }
}
