package io.diffsr.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request for a job as it came in: every field may be unset, none is checked. {@link JobRules}
 * checks it and makes a {@link JobSpec} of it. On the wire the fields of {@code upscale} stand
 * among the others.
 *
 * @param upscale what the engine is to compute
 */
@RecordBuilder
public record JobRequest(
    @Described(
            text = "Address to fetch the picture from; or send the file as form field image",
            format = "uri",
            example = "https://example.com/cat.png")
        @Nullable String imageUrl,
    UpscaleOptions upscale,
    @Described(text = "0 to 9, higher runs first", byDefault = "5", minimum = "0", maximum = "9")
        @Nullable Integer priority,
    @Described(
            text = "RFC 3339 time at which the job expires if it has not ended",
            format = "date-time",
            example = "2030-01-31T12:00:00Z")
        @Nullable String deadline,
    @Described(
            text =
                "Seconds after its making at which the result is removed; at most, and by default,"
                    + " what diffsr.retention.results says",
            minimum = "60")
        @Nullable Integer resultTtl,
    @Described(text = "Address that is notified about the job (Standard Webhooks)", format = "uri")
        @Nullable String webhookUrl,
    @Described(
            text =
                "Events that it is notified of; else every end. In a form, repeat the field or"
                    + " separate by commas",
            example = "[\"job.succeeded\", \"job.failed\"]")
        @Nullable List<String> webhookEvents,
    @Described(
            text =
                "Texts of your own, returned as given: up to 32 of 448 characters, with names of 64;"
                    + " in a form, a JSON object",
            example = "{\"album\": \"cats\"}")
        @Nullable Map<String, String> metadata) {}
