package dev.synaxis.config;

/**
 * The accounts of what calls used.
 *
 * @param keepDays days (UTC) that are kept, the current one included
 */
public record UsageConfig(int keepDays) {

    public static final UsageConfig DEFAULT = new UsageConfig(90);

    private static final int MOST_DAYS = 3_660;

    static UsageConfig read(Section section) {
        int days = section.whole("keep-days", 1, MOST_DAYS, DEFAULT.keepDays());
        section.end();
        return new UsageConfig(days);
    }
}
