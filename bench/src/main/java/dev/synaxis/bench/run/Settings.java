package dev.synaxis.bench.run;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long and how much.
 *
 * @param rounds     interleaved rounds
 * @param warmUp     saturated load on each target before the first round
 * @param window     of each measurement
 * @param connections at saturation
 * @param rate       requests per second at the fixed rate
 * @param streams    slow streams for the CPU per chunk
 * @param crowd      slow streams for the memory
 * @param hangUps    clients that go away in mid-stream
 * @param starts     processes started for the time to the first answer
 * @param synaxisJar null to leave Synaxis out
 */
record Settings(int rounds, Duration warmUp, Duration window, int connections, int rate, int streams, int crowd,
        int hangUps, int starts, @Nullable Path synaxisJar) {

    static Settings of(String[] args) {
        boolean quick = false;
        boolean synaxis = true;
        int rounds = 0;
        int crowd = 0;
        int warmUp = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--without-synaxis" -> synaxis = false;
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--crowd" -> crowd = Integer.parseInt(args[++i]);
                case "--warm-up" -> warmUp = Integer.parseInt(args[++i]);
                default -> throw new IllegalArgumentException(
                        args[i] + ": not one of --quick --without-synaxis --rounds N --crowd N --warm-up SECONDS");
            }
        }
        Path jar = synaxis ? Path.of(System.getProperty("bench.synaxisJar")) : null;
        int crowded = crowd > 0 ? crowd : quick ? 1000 : 3000;
        Duration warm = Duration.ofSeconds(warmUp > 0 ? warmUp : quick ? 8 : 40);
        return quick
                ? new Settings(rounds > 0 ? rounds : 1, warm, Duration.ofSeconds(3), 64, 500, 300, crowded, 300, 1, jar)
                : new Settings(rounds > 0 ? rounds : 5, warm, Duration.ofSeconds(6), 64, 500, 1000, crowded, 1000, 5, jar);
    }
}
