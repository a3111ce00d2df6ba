package io.diffsr.submission;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.diffsr.request.JobRequest;
import io.diffsr.request.UpscaleOptions;
import io.quarkus.jackson.JacksonMixin;

/** On the wire the options of the engine stand among the other fields of a request. */
@JacksonMixin(JobRequest.class)
interface JobRequestJson {
  @JsonUnwrapped
  UpscaleOptions upscale();
}
