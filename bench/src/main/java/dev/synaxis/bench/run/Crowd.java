package dev.synaxis.bench.run;

import dev.synaxis.bench.load.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Memory with many slow streams, and what becomes of the vendor's streams when clients hang up; on a fresh process. */
final class Crowd {

    private static final int CHUNK_MILLIS = 500;

    private final Settings settings;
    private final VendorControl vendor;
    private final Report report;

    Crowd(Settings settings, VendorControl vendor, Report report) {
        this.settings = settings;
        this.vendor = vendor;
        this.report = report;
    }

    void run(Target target) throws IOException, InterruptedException {
        memory(target);
        hangUp(target);
    }

    private void memory(Target target) throws IOException, InterruptedException {
        Duration ramp = Duration.ofMillis(2L * settings.crowd());
        Duration life = ramp.plusSeconds(8);
        vendor.pace((int) (life.toMillis() / CHUNK_MILLIS), CHUNK_MILLIS);
        try (Streams streams = new Streams(target.stream(), settings.crowd(), ramp)) {
            int started = streams.awaitStarted(Duration.ofSeconds(20));
            double most = 0;
            for (int i = 0; i < 20; i++) {
                most = Math.max(most, target.server().proc().rssMiB());
                TimeUnit.MILLISECONDS.sleep(200);
            }
            int running = vendor.running();
            report.add(settings.crowd() + " slow streams: RSS MiB", target.name(), most);
            int complete = streams.awaitComplete(life.plusSeconds(20));
            if (started < settings.crowd() || running < settings.crowd() || complete < settings.crowd()) {
                report.problem(target.name() + ", " + settings.crowd() + " streams: " + started + " started, " + running
                        + " at the same time, " + complete + " complete");
            }
        }
    }

    private void hangUp(Target target) throws IOException, InterruptedException {
        vendor.pace(600, 100);
        try (Streams streams = new Streams(target.stream(), settings.hangUps(), Duration.ofSeconds(1))) {
            streams.awaitStarted(Duration.ofSeconds(20));
            int before = vendor.running();
            if (before < settings.hangUps()) {
                report.problem(target.name() + ", hang-up: only " + before + " streams were running");
            }
            streams.hangUp();
            TimeUnit.SECONDS.sleep(1);
            report.add("vendor streams running 1 s after " + settings.hangUps() + " clients hung up", target.name(),
                    vendor.running());
            TimeUnit.SECONDS.sleep(4);
            report.add("the same after 5 s", target.name(), vendor.running());
        }
    }
}
