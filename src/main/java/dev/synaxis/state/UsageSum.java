package dev.synaxis.state;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What calls used, added up in whole numbers, so that no order of adding changes it. */
public final class UsageSum {

    /** What is counted. */
    public enum Measure {
        CALLS,
        /** Calls that got no answer, or a broken one; a part of the calls. */
        FAILED,
        /** Calls whose price is not known; a part of the calls. */
        UNPRICED,
        INPUT,
        CACHED_INPUT,
        OUTPUT,
        REASONING,
        IMAGES,
        /** Sound listened to, in milliseconds. */
        AUDIO_MILLIS,
        CHARACTERS,
        /** In USD / 10^12. */
        COST_PICO,
        /** In USD / 10^12. */
        SAVED_PICO
    }

    public static final UsageSum NOTHING = new UsageSum(new long[Measure.values().length]);

    private final long[] values;

    private UsageSum(long[] values) {
        this.values = values;
    }

    /** Measures that are not named are 0. */
    public static UsageSum of(Map<Measure, Long> values) {
        long[] all = new long[Measure.values().length];
        values.forEach((measure, value) -> all[measure.ordinal()] = value);
        return new UsageSum(all);
    }

    public long get(Measure measure) {
        return values[measure.ordinal()];
    }

    public UsageSum plus(UsageSum more) {
        long[] sum = values.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = added(sum[i], more.values[i]);
        }
        return new UsageSum(sum);
    }

    /** As large as a number can be, where the sum is larger. */
    private static long added(long one, long other) {
        long sum = one + other;
        return ((one ^ sum) & (other ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /** What is not 0. */
    Map<Measure, Long> counted() {
        Map<Measure, Long> counted = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            if (get(measure) != 0) {
                counted.put(measure, get(measure));
            }
        }
        return counted;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageSum sum && Arrays.equals(values, sum.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return counted().toString();
    }
}
