package io.diffsr.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.diffsr.request.UpscaleSpec;
import io.quarkus.jackson.JacksonMixin;

/** A specification shows no option that is unset. */
@JacksonMixin(UpscaleSpec.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
interface UpscaleSpecJson {}
