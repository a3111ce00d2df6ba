package io.diffsr.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoverableFieldJsonTest {
  private static final RecoverableFieldCalibration CALIBRATION =
      new RecoverableFieldCalibration(
          List.of(2.0, 4.0),
          List.of(1.0, 2.5),
          List.of(3.0, 8.0),
          List.of(0.005, 0.02),
          0.2,
          0.31,
          0.02,
          List.of(0, 500, 999),
          List.of(0.7, 0.02, 0.001));

  @Test
  void whatIsWrittenIsReadAgain() {
    for (RecoverableFieldCalibration each :
        List.of(CALIBRATION, CALIBRATION.limitedBy(3.0, 0.5), CALIBRATION.limitedBy(null, 0.5))) {
      assertEquals(each, RecoverableFieldJson.read(RecoverableFieldJson.write(each, "a test")));
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused("kapa", "kapa", 1);
    assertRefused("kappa", "kappa", "high");
    assertRefused("kappa", "kappa", Double.NaN);
    assertRefused("scales", "scales", 2);
    assertRefused("error_timesteps", "error_timesteps", List.of(0, 1.5, 2));
    assertRefused("error_values", "error_values", null);
    assertRefused("signature_limit", "signature_limit", "low");
    assertRefused("limits", "fidelity_limit", 0);
    assertRefused("ascend", "scales", List.of(4, 2));
  }

  private static void assertRefused(String word, String field, Object value) {
    Map<String, Object> json = RecoverableFieldJson.write(CALIBRATION, "a test");
    json.put(field, value);
    String message =
        assertThrows(IllegalArgumentException.class, () -> RecoverableFieldJson.read(json))
            .getMessage();
    assertTrue(message.contains(word), message);
  }
}
