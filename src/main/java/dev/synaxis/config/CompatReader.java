package dev.synaxis.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads {@code compat} of a provider. */
final class CompatReader {

    private CompatReader() {}

    static Compat read(Section section) {
        Map<String, String> rename = new LinkedHashMap<>();
        for (Value value : section.section("rename").all()) {
            String name = value.text();
            if (name != null) {
                rename.put(value.field(), name);
            }
        }
        Set<String> drop = new LinkedHashSet<>();
        for (Value value : section.items("drop")) {
            String name = value.text();
            if (name != null && !drop.add(name)) {
                value.problem("\"" + name + "\" is there twice");
            }
        }
        Compat read = new Compat(
                section.flag("stream-usage", Compat.NONE.streamUsage()),
                section.flag("developer-role", Compat.NONE.developerRole()),
                rename,
                drop);
        section.end();
        return read;
    }
}
