package io.diffsr.job;

/** What kind of failure it was; decides whether and when a job is tried again. */
public enum ErrorCategory {
  /** The input or the request is at fault: trying again cannot help. */
  INPUT,
  /** Something outside the job was briefly away. */
  TRANSIENT,
  /** The worker lacked something, such as memory; another worker or a later time may have it. */
  RESOURCE
}
