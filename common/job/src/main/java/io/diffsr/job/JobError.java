package io.diffsr.job;

/**
 * Why a job, or its latest attempt, failed.
 *
 * @param code stable code
 * @param message one sentence for a person
 */
public record JobError(ErrorCode code, String message) {}
