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
            example = "https://example.com/cat.png")
        @Nullable String imageUrl,
    UpscaleOptions upscale,
    @Described(text = "0 to 9, higher runs first", byDefault = "5") @Nullable Integer priority,
    @Described(text = "RFC 3339 UTC time at which the job expires if it has not ended")
        @Nullable String deadline,
    @Described(text = "Address that is notified about the job (Standard Webhooks)")
        @Nullable String webhookUrl,
    @Described(
            text =
                "Events that it is notified of; else every end. In a form, repeat the field or"
                    + " separate by commas",
            example = "[\"job.succeeded\", \"job.failed\"]")
        @Nullable List<String> webhookEvents,
    @Described(text = "Texts of your own, returned as given; in a form, a JSON object")
        @Nullable Map<String, String> metadata) {}
