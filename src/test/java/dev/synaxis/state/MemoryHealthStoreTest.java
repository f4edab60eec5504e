package dev.synaxis.state;

import java.time.Clock;

class MemoryHealthStoreTest extends HealthStoreContract {

    @Override
    HealthStore store(Clock clock) {
        return new MemoryHealthStore(clock);
    }
}
