package dev.synaxis.config;

import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Reset;
import dev.synaxis.config.QuotaWindow.Unit;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor says of one of its limits, in the headers of an answer or in an error.
 *
 * @param limit at least 1
 * @param used  by the vendor's own count, this call included; null where it does not say
 * @param reset when its days end
 */
public record VendorLimit(Unit unit, Period period, long limit, @Nullable Long used, Reset reset) {

    /** One whose days end at midnight UTC, as far as is known. */
    public VendorLimit(Unit unit, Period period, long limit, @Nullable Long used) {
        this(unit, period, limit, used, Reset.UTC);
    }
}
