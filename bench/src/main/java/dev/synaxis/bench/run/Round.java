package dev.synaxis.bench.run;

import dev.synaxis.bench.load.FixedRate;
import dev.synaxis.bench.load.Saturation;
import dev.synaxis.bench.load.Streams;
import dev.synaxis.bench.load.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The measurements of one round: each metric on every target in turn, so that a busy minute hits all alike. */
final class Round {

    private static final String CPU_PER = ", saturated: CPU us per request";
    static final String CPU_PER_REQUEST = "unary" + CPU_PER;

    private static final int CHUNK_MILLIS = 100;

    private final Settings settings;
    private final VendorControl vendor;
    private final Report report;

    Round(Settings settings, VendorControl vendor, Report report) {
        this.settings = settings;
        this.vendor = vendor;
        this.report = report;
    }

    /** @param baseline the target whose times are taken off to get the added ones */
    void run(List<Target> targets, String baseline) throws IOException, InterruptedException {
        for (Target target : targets) {
            saturated(target, "unary");
        }
        Map<String, double[]> times = new HashMap<>();
        for (Target target : targets) {
            times.put(target.name(), fixedRate(target));
        }
        double[] base = times.getOrDefault(baseline, new double[3]);
        for (Target target : targets) {
            double[] own = times.getOrDefault(target.name(), new double[3]);
            if (!target.name().equals(baseline)) {
                report.add("unary at " + settings.rate() + "/s: p50 added, us", target.name(), own[0] - base[0]);
                report.add("unary at " + settings.rate() + "/s: p99 added, us", target.name(), own[1] - base[1]);
                report.add("SSE: time to first chunk added, p50 us", target.name(), own[2] - base[2]);
            }
        }
        for (Target target : targets) {
            slowStreams(target);
        }
    }

    void warmUp(Target target, Duration time) throws IOException, InterruptedException {
        try (Saturation load = new Saturation(target.unary(), settings.connections())) {
            load.hold(time);
            check(target, "warm-up", load.failed(), load.answered());
        }
        vendor.pace(30, 50);
        for (int i = 0; i < 3; i++) {
            try (Streams streams = new Streams(target.stream(), settings.streams(), Duration.ofMillis(500))) {
                streams.awaitComplete(Duration.ofSeconds(30));
            }
        }
    }

    /** One text to embed, on each of the targets that forward it. */
    void embeddings(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            saturated(target.embedding(), "embedding");
        }
    }

    private void saturated(Target target, String kind) throws IOException, InterruptedException {
        try (Saturation load = new Saturation(target.unary(), settings.connections())) {
            load.hold(Duration.ofSeconds(1));
            long cpu = target.server().proc().cpuMicros();
            long count = load.answered();
            long start = System.nanoTime();
            load.hold(settings.window());
            double seconds = (System.nanoTime() - start) / 1e9;
            long answered = load.answered() - count;
            cpu = target.server().proc().cpuMicros() - cpu;
            report.add(kind + ", saturated: requests/s", target.name(), answered / seconds);
            report.add(kind + CPU_PER, target.name(), (double) cpu / Math.max(1, answered));
            check(target, "saturated", load.failed(), load.answered());
        }
    }

    /** Files of 25 MB over four connections. */
    void uploads(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            Uploads.run(target.unary().address(), "bench-whisper", 4, Duration.ofSeconds(1));
            long cpu = target.server().proc().cpuMicros();
            Uploads.Result result = Uploads.run(target.unary().address(), "bench-whisper", 4, settings.window());
            cpu = target.server().proc().cpuMicros() - cpu;
            report.add("uploads of 25 MB: MB/s", target.name(), result.megabytesPerSecond());
            report.add("uploads of 25 MB: CPU ms each", target.name(), cpu / 1e3 / Math.max(1, result.answered()));
            check(target, "uploads", result.failed(), result.answered());
        }
    }

    private double[] fixedRate(Target target) throws IOException, InterruptedException {
        FixedRate.Result unary = FixedRate.run(target.unary(), settings.rate(), settings.window());
        check(target, "fixed rate", unary.failed(), unary.sent());
        double p50 = unary.whole().getValueAtPercentile(50) / 1e3;
        double p99 = unary.whole().getValueAtPercentile(99) / 1e3;
        report.add("unary at " + settings.rate() + "/s: p50, us", target.name(), p50);
        report.add("unary at " + settings.rate() + "/s: p99, us", target.name(), p99);
        report.add("(generator late at " + settings.rate() + "/s: p99, us)", target.name(),
                unary.lag().getValueAtPercentile(99) / 1e3);
        vendor.pace(3, 20);
        FixedRate.Result stream = FixedRate.run(target.stream(), 100, settings.window());
        check(target, "streams at 100/s", stream.failed(), stream.sent());
        double first = stream.first().getValueAtPercentile(50) / 1e3;
        report.add("SSE: time to first chunk, p50 us", target.name(), first);
        return new double[] {p50, p99, first};
    }

    private void slowStreams(Target target) throws IOException, InterruptedException {
        Duration ramp = Duration.ofSeconds(2);
        Duration settle = Duration.ofSeconds(1);
        Duration life = ramp.plus(settle).plus(settings.window()).plusSeconds(1);
        vendor.pace((int) (life.toMillis() / CHUNK_MILLIS), CHUNK_MILLIS);
        try (Streams streams = new Streams(target.stream(), settings.streams(), ramp)) {
            streams.awaitStarted(Duration.ofSeconds(10));
            TimeUnit.NANOSECONDS.sleep(settle.toNanos());
            long cpu = target.server().proc().cpuMicros();
            long events = streams.events();
            TimeUnit.NANOSECONDS.sleep(settings.window().minusSeconds(1).toNanos());
            events = streams.events() - events;
            cpu = target.server().proc().cpuMicros() - cpu;
            report.add("SSE, " + settings.streams() + " slow streams: CPU us per chunk", target.name(),
                    (double) cpu / Math.max(1, events));
            int complete = streams.awaitComplete(life.plusSeconds(20));
            check(target, "slow streams", settings.streams() - complete, settings.streams());
        }
    }

    private void check(Target target, String what, long failed, long of) {
        if (failed > 0 || of == 0) {
            report.problem(target.name() + ", " + what + ": " + failed + " of " + of + " failed");
        }
    }
}
