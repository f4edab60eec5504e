package dev.synaxis.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The widths that one gateway has learned since its start. */
final class MemoryWidths implements Widths {

    private final Map<String, Integer> learned = new ConcurrentHashMap<>();

    @Override
    public @Nullable Integer of(String model) {
        return learned.get(model);
    }

    @Override
    public int learn(String model, int width) {
        Integer known = learned.get(model);
        if (known == null && learned.size() < MOST) {
            known = learned.putIfAbsent(model, width);
        }
        return known == null ? width : known;
    }
}
