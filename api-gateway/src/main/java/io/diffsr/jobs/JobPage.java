package io.diffsr.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of jobs, newest first. */
@Schema(name = "JobPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobPage(
    List<JobView> jobs,
    @Schema(description = "Pass as page_token for the next page; missing on the last")
        @Nullable String nextPageToken) {}
