package io.diffsr.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.job.JobResult;
import io.diffsr.request.JobWarning;
import io.diffsr.request.UpscaleSpec;
import org.junit.jupiter.api.Test;

/** Rows that an older version wrote. */
class StoredJsonTest {
  @Test
  void aSpecificationFromBeforeThereWereSamplesHasOne() {
    UpscaleSpec spec =
        StoredJson.readRequired(
            """
            {"width": 8, "height": 6, "method": "diff-sr", "model": "faces", "sampler": "DDIM",
             "steps": 10, "eta": 0, "consistency": "PROJECT", "seed": 7, "outputFormat": "PNG",
             "quality": 92}
            """,
            UpscaleSpec.class);
    assertEquals(1, spec.samples());
    assertEquals(7, spec.seed());
  }

  @Test
  void aResultFromBeforeThereWereSamplesHasNoUncertainty() {
    JobResult result =
        StoredJson.readRequired(
            """
            {"key": "outputs/1", "mediaType": "image/png", "bytes": 9, "sha256": "00"}
            """,
            JobResult.class);
    assertNull(result.uncertaintyKey());
  }

  /** Older versions stored the text alone. */
  @Test
  void warningsOfAnOlderVersionAreRead() {
    JobWarning[] warnings =
        StoredJson.readRequired(
            "[\"as pixels\", {\"code\": \"profile_ignored\", \"text\": \"ignored\"}]",
            JobWarning[].class);
    assertArrayEquals(
        new JobWarning[] {
          new JobWarning("coefficients_ignored", "as pixels"),
          new JobWarning("profile_ignored", "ignored")
        },
        warnings);
  }
}
