package io.diffsr.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.problem.Problem;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;

class StopRefusalTest {
  @Test
  void whatComesAfterTheNoticeIsSentElsewhere() {
    StopNotice notice = new StopNotice();
    StopRefusal refusal = new StopRefusal(notice);
    assertNull(refusal.refuse());
    notice.stop();
    Response answer = refusal.refuse();
    assertNotNull(answer);
    assertEquals(503, answer.getStatus());
    assertEquals("5", answer.getHeaderString("Retry-After"));
    assertEquals("stopping", ((Problem) answer.getEntity()).code());
  }
}
