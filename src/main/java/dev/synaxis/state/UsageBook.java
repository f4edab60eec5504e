package dev.synaxis.state;

import java.time.LocalDate;
import java.util.Map;

/** The accounts: what calls used, by day and by who asked and answered. */
public interface UsageBook extends AutoCloseable {

    /** Adds to a line; never waits for anybody. */
    void add(UsageKey key, UsageSum used);

    /** Every line of these days, both included, as far as they are kept. */
    Map<UsageKey, UsageSum> between(LocalDate from, LocalDate to);

    /** The first day that is kept. */
    LocalDate first();

    /** The current day, in UTC. */
    LocalDate today();

    /** Whether the accounts are those of all gateways; else they are of this one alone, since its start. */
    boolean shared();

    @Override
    void close();
}
