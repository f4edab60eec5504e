package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.clear;
import static dev.synaxis.camel.JsonReply.ordered;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.inbound.files.FileJobs;
import dev.synaxis.inbound.files.FileJobs.Ordered;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The answers of {@code /admin/jobs}. */
public final class JobReplies {

    private final @Nullable FileJobs jobs;

    /** @param jobs null where no folder is watched */
    public JobReplies(@Nullable FileJobs jobs) {
        this.jobs = jobs;
    }

    /** Every job that has not ended, the last hundred that have, and how many files wait to be taken. */
    public void all(Exchange exchange) throws IOException {
        List<ObjectNode> shown = jobs == null ? List.of() : jobs.jobs();
        JsonReply.write(clear(exchange), ordered("waiting-files", jobs == null ? 0 : jobs.waiting(), "jobs", shown));
    }

    /** @throws InvalidRequestException 404 where there is no such job */
    public void one(Exchange exchange) throws IOException {
        String id = id(exchange);
        ObjectNode job = jobs == null ? null : jobs.job(id);
        if (job == null) {
            throw unknown();
        }
        JsonReply.write(clear(exchange), Json.toMap(job));
    }

    /** @throws InvalidRequestException 404 where there is no such job, 409 where it has ended */
    public void pause(Exchange exchange) throws IOException {
        answer(exchange, jobs == null ? Ordered.UNKNOWN : jobs.pause(id(exchange)));
    }

    /** @throws InvalidRequestException 404 where there is no such job, 409 where it has ended */
    public void resume(Exchange exchange) throws IOException {
        answer(exchange, jobs == null ? Ordered.UNKNOWN : jobs.resume(id(exchange)));
    }

    /** @throws InvalidRequestException 404 where there is no such job, 409 where it has ended */
    public void cancel(Exchange exchange) throws IOException {
        answer(exchange, jobs == null ? Ordered.UNKNOWN : jobs.cancel(id(exchange)));
    }

    private void answer(Exchange exchange, Ordered ordered) throws IOException {
        switch (ordered) {
            case DONE -> one(exchange);
            case UNKNOWN -> throw unknown();
            case ENDED -> throw new InvalidRequestException(409, "the job has ended", "id", "job_ended");
        }
    }

    private static InvalidRequestException unknown() {
        return new InvalidRequestException(404, "there is no such job; GET /admin/jobs lists them", "id", "job_not_found");
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader("id", "", String.class);
    }
}
