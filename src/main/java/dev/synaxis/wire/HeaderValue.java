package dev.synaxis.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A header of the form {@code value; name=token; name="quoted"}. Source: RFC 2045 section 5.1, RFC 6266, RFC 7578. */
public record HeaderValue(String value, Map<String, String> parameters) {

    public HeaderValue {
        parameters = Map.copyOf(parameters);
    }

    /** Reads leniently: what is no parameter is passed over; of a name that comes twice the first one counts. */
    public static HeaderValue read(String header) {
        int semicolon = header.indexOf(';');
        String value = (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = semicolon < 0 ? header.length() : semicolon + 1;
        while (at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int start = equals + 1;
            while (start < header.length() && header.charAt(start) == ' ') {
                start++;
            }
            boolean quoted = start < header.length() && header.charAt(start) == '"';
            int end = quoted ? endOfQuoted(header, start + 1) : header.indexOf(';', start);
            if (end < 0) {
                end = header.length();
            }
            String text = quoted
                    ? header.substring(start + 1, end).replace("\\\"", "\"")
                    : header.substring(start, end).strip();
            parameters.putIfAbsent(name, text);
            int next = header.indexOf(';', end);
            at = next < 0 ? header.length() : next + 1;
        }
        return new HeaderValue(value, parameters);
    }

    private static int endOfQuoted(String header, int from) {
        for (int i = from; i < header.length(); i++) {
            if (header.charAt(i) == '"' && header.charAt(i - 1) != '\\') {
                return i;
            }
        }
        return -1;
    }

    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** {@code filename*} where it can be read, else {@code filename}, without any folders; null where neither is there. */
    public @Nullable String filename() {
        String name = extended(parameters.get("filename*"));
        if (name == null) {
            name = parameters.get("filename");
        }
        return name == null ? null : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static @Nullable String extended(@Nullable String text) {
        int quote = text == null ? -1 : text.indexOf('\'');
        int second = quote < 0 ? -1 : text.indexOf('\'', quote + 1);
        if (second < 0 || !text.substring(0, quote).equalsIgnoreCase("utf-8")) {
            return null;
        }
        try {
            return URLDecoder.decode(text.substring(second + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
