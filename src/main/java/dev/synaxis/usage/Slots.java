package dev.synaxis.usage;

import io.micrometer.core.instrument.Meter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters by number, each registered when it is first needed. Two threads may both register it: a registry gives them the
 * same meter.
 */
final class Slots<M extends Meter> {

    private final AtomicReferenceArray<@Nullable M> meters;
    private final IntFunction<M> register;

    Slots(int size, IntFunction<M> register) {
        this.meters = new AtomicReferenceArray<>(size);
        this.register = register;
    }

    M get(int slot) {
        M meter = meters.getAcquire(slot);
        if (meter == null) {
            meter = register.apply(slot);
            meters.setRelease(slot, meter);
        }
        return meter;
    }
}
