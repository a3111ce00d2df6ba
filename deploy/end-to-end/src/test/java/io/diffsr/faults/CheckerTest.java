package io.diffsr.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.faults.History.Acceptance;
import io.diffsr.faults.History.Answer;
import io.diffsr.faults.History.Ending;
import io.diffsr.faults.History.Notice;
import io.diffsr.faults.History.Step;
import io.diffsr.faults.Violation.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker must find what is planted, and nothing in a history that is whole. */
class CheckerTest {
  private static final List<Step> WHOLE =
      List.of(new Step(1, "queued"), new Step(2, "running"), new Step(3, "succeeded"));
  private static final List<Step> CANCELED =
      List.of(
          new Step(1, "queued"),
          new Step(2, "running"),
          new Step(3, "canceling"),
          new Step(4, "canceled"));

  private final List<Acceptance> acceptances = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<String, Ending> endings = new HashMap<>();
  private final Set<String> listed = new HashSet<>();

  @BeforeEach
  void aHistoryThatIsWhole() {
    acceptances.add(new Acceptance("key-1", "a"));
    acceptances.add(new Acceptance("key-1", "a"));
    acceptances.add(new Acceptance("key-2", "b"));
    answers.add(new Answer("a", 1, "queued", 0, 5));
    answers.add(new Answer("a", 3, "succeeded", 3, 9));
    // Asked before the other was answered.
    answers.add(new Answer("a", 2, "running", 8, 10));
    answers.add(new Answer("a", 3, "succeeded", 11, 12));
    notices.add(new Notice("a", 3, "succeeded", true));
    notices.add(new Notice("a", 3, "succeeded", true));
    endings.put("a", ending(WHOLE));
    endings.put("b", new Ending("small", false, CANCELED, "", "", 0, false));
    listed.addAll(List.of("a", "b"));
  }

  private static Ending ending(List<Step> steps) {
    return new Ending("small", true, steps, "", "right", 1, false);
  }

  private Set<Promise> broken() {
    Set<Promise> promises = new HashSet<>();
    Checker.check(
            new History(acceptances, answers, notices, endings, listed, Map.of("small", "right")))
        .forEach(violation -> promises.add(violation.promise()));
    return promises;
  }

  @Test
  void aWholeHistoryBreaksNothing() {
    assertEquals(Set.of(), broken());
  }

  @Test
  void aLossIsFound() {
    acceptances.add(new Acceptance("key-3", "c"));
    assertEquals(Set.of(Promise.KEPT), broken());
  }

  @Test
  void aJobThatNeverEndsIsFound() {
    endings.put("b", new Ending("small", false, WHOLE.subList(0, 2), "", "", 0, false));
    assertEquals(Set.of(Promise.KEPT), broken());
  }

  @Test
  void aResultThatIsNotThereIsFound() {
    endings.put("a", new Ending("small", true, WHOLE, "", "right", 0, false));
    assertEquals(Set.of(Promise.KEPT), broken());
  }

  @Test
  void aDoubleIsFound() {
    acceptances.add(new Acceptance("key-1", "b"));
    assertEquals(Set.of(Promise.ONCE), broken());
  }

  @Test
  void aJobThatNobodyWasToldOfIsFound() {
    listed.add("c");
    assertEquals(Set.of(Promise.ONCE), broken());
  }

  @Test
  void aSecondResultIsFound() {
    endings.put("a", new Ending("small", true, WHOLE, "", "right", 2, false));
    assertEquals(Set.of(Promise.ONCE), broken());
  }

  @Test
  void wrongBytesAreFound() {
    endings.put("a", new Ending("small", true, WHOLE, "", "wrong", 1, false));
    assertEquals(Set.of(Promise.RIGHT), broken());
  }

  @Test
  void aGapIsFound() {
    endings.put(
        "b",
        new Ending("small", false, List.of(CANCELED.get(0), CANCELED.get(2)), "", "", 0, false));
    assertEquals(Set.of(Promise.WHOLE, Promise.KEPT), broken());
  }

  @Test
  void aReorderingIsFound() {
    answers.add(new Answer("a", 2, "running", 13, 14));
    assertEquals(Set.of(Promise.FORWARD), broken());
  }

  @Test
  void aResurrectionIsFound() {
    List<Step> steps = new ArrayList<>(CANCELED);
    steps.add(new Step(5, "succeeded"));
    endings.put("b", new Ending("small", false, steps, "", "right", 1, false));
    assertEquals(Set.of(Promise.WHOLE), broken());
  }

  @Test
  void aContradictionIsFound() {
    answers.add(new Answer("b", 4, "succeeded", 0, 20));
    assertEquals(Set.of(Promise.AGREED), broken());
  }

  @Test
  void aWebhookThatNeverCameIsFound() {
    notices.clear();
    notices.add(new Notice("a", 2, "running", true));
    assertEquals(Set.of(Promise.TOLD), broken());
  }

  @Test
  void aForgedWebhookIsFound() {
    notices.add(new Notice("a", 3, "succeeded", false));
    assertEquals(Set.of(Promise.TOLD), broken());
  }

  @Test
  void aFailureIsFound() {
    endings.put(
        "b",
        new Ending(
            "small",
            false,
            List.of(new Step(1, "queued"), new Step(2, "running"), new Step(3, "failed")),
            "lease_lost",
            "",
            0,
            false));
    assertEquals(Set.of(Promise.UNHARMED), broken());
  }

  @Test
  void leftoversAreFound() {
    endings.put("b", new Ending("small", false, CANCELED, "", "", 1, false));
    assertEquals(Set.of(Promise.TIDY), broken());
    endings.put("b", new Ending("small", false, CANCELED, "", "", 0, true));
    assertEquals(Set.of(Promise.TIDY), broken());
  }
}
