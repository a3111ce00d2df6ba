package io.diffsr.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.diffsr.request.WireName;
import io.quarkus.jackson.JacksonMixin;

/** Constants are shown by their wire names. */
@JacksonMixin(WireName.class)
interface WireNameJson {
  @JsonValue
  String wireName();
}
