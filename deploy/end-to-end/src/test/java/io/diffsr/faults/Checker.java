package io.diffsr.faults;

import io.diffsr.faults.History.Acceptance;
import io.diffsr.faults.History.Answer;
import io.diffsr.faults.History.Ending;
import io.diffsr.faults.History.Notice;
import io.diffsr.faults.History.Step;
import io.diffsr.faults.Violation.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the promises that a history breaks. Knows the state machine from its drawing alone. */
final class Checker {
  /** The arrows of docs/state-machine.md. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "", Set.of("queued"),
          "queued", Set.of("running", "canceled", "expired"),
          "running", Set.of("queued", "canceling", "succeeded", "failed", "expired"),
          "canceling", Set.of("canceled"),
          "succeeded", Set.of(),
          "failed", Set.of(),
          "canceled", Set.of(),
          "expired", Set.of());

  private final History history;
  private final List<Violation> found = new ArrayList<>();

  private Checker(History history) {
    this.history = history;
  }

  static List<Violation> check(History history) {
    Checker checker = new Checker(history);
    checker.checkAcceptances();
    history.endings().forEach(checker::checkEnding);
    checker.checkAnswers();
    checker.checkNotices();
    return checker.found;
  }

  private void broken(Promise promise, String id, String detail) {
    found.add(new Violation(promise, id, detail));
  }

  private void checkAcceptances() {
    Map<String, String> jobs = new HashMap<>();
    for (Acceptance each : history.acceptances()) {
      String before = jobs.putIfAbsent(each.key(), each.id());
      if (before != null && !before.equals(each.id())) {
        broken(
            Promise.ONCE, each.id(), "key %s has made job %s, too".formatted(each.key(), before));
      }
      if (!history.endings().containsKey(each.id())) {
        broken(Promise.KEPT, each.id(), "it was accepted and is gone");
      }
    }
    Set<String> accepted = new HashSet<>(jobs.values());
    for (String id : history.listed()) {
      if (!accepted.contains(id)) {
        broken(Promise.ONCE, id, "the service lists it, and no submission was answered with it");
      }
    }
    for (String id : history.endings().keySet()) {
      if (!history.listed().contains(id)) {
        broken(Promise.KEPT, id, "the service does not list it");
      }
    }
  }

  private void checkEnding(String id, Ending ending) {
    Step before = new Step(0, "");
    for (Step step : ending.steps()) {
      if (step.version() != before.version() + 1
          || !ARROWS.getOrDefault(before.status(), Set.of()).contains(step.status())) {
        broken(Promise.WHOLE, id, "%s follows %s".formatted(step, before));
      }
      before = step;
    }
    String last = ending.last().status();
    if (!ARROWS.getOrDefault(last, Set.of("")).isEmpty()) {
      broken(Promise.KEPT, id, "it ends as %s".formatted(ending.last()));
    }
    if (last.equals("failed")) {
      broken(Promise.UNHARMED, id, "it failed: %s".formatted(ending.error()));
    }
    boolean succeeded = last.equals("succeeded");
    if (succeeded && !ending.digest().equals(history.digests().get(ending.work()))) {
      broken(Promise.RIGHT, id, "its result of %s is %s".formatted(ending.work(), ending.digest()));
    }
    if (succeeded && ending.outputs() == 0) {
      broken(Promise.KEPT, id, "its result is not there");
    } else if (succeeded && ending.outputs() > 1) {
      broken(Promise.ONCE, id, "it has %d results".formatted(ending.outputs()));
    } else if (!succeeded && ending.outputs() > 0) {
      broken(Promise.TIDY, id, "it is %s and has %d results".formatted(last, ending.outputs()));
    }
    if (ending.checkpoint()) {
      broken(Promise.TIDY, id, "its checkpoint is left");
    }
  }

  private void checkAnswers() {
    Map<String, List<Answer>> byJob = new HashMap<>();
    history.answers().forEach(a -> byJob.computeIfAbsent(a.id(), id -> new ArrayList<>()).add(a));
    byJob.forEach(
        (id, answers) -> {
          answers.forEach(a -> checkAgreement(id, "an answer", a.version(), a.status()));
          checkOrder(id, answers);
        });
  }

  /** Two answers whose requests overlapped may come in either order. */
  private void checkOrder(String id, List<Answer> answers) {
    List<Answer> byAsking = new ArrayList<>(answers);
    byAsking.sort(Comparator.comparingLong(Answer::asked));
    List<Answer> byAnswering = new ArrayList<>(answers);
    byAnswering.sort(Comparator.comparingLong(Answer::answered));
    Answer latest = null;
    int next = 0;
    for (Answer each : byAsking) {
      while (next < byAnswering.size() && byAnswering.get(next).answered() < each.asked()) {
        Answer earlier = byAnswering.get(next++);
        latest = latest == null || earlier.version() > latest.version() ? earlier : latest;
      }
      if (latest != null && each.version() < latest.version()) {
        broken(Promise.FORWARD, id, "%s came after %s".formatted(each, latest));
      }
    }
  }

  private void checkNotices() {
    Map<String, Set<Integer>> told = new HashMap<>();
    for (Notice each : history.notices()) {
      if (!each.signed()) {
        broken(
            Promise.TOLD,
            each.id(),
            "version %d came without a valid signature".formatted(each.version()));
        continue;
      }
      checkAgreement(each.id(), "a webhook", each.version(), each.status());
      told.computeIfAbsent(each.id(), id -> new HashSet<>()).add(each.version());
    }
    history
        .endings()
        .forEach(
            (id, ending) -> {
              if (ending.notified()
                  && !told.getOrDefault(id, Set.of()).contains(ending.last().version())) {
                broken(Promise.TOLD, id, "nobody was told of %s".formatted(ending.last()));
              }
            });
  }

  private void checkAgreement(String id, String teller, int version, String status) {
    Ending ending = history.endings().get(id);
    if (ending == null) {
      broken(Promise.KEPT, id, "%s told of it, and it is gone".formatted(teller));
    } else if (!ending.steps().contains(new Step(version, status))) {
      broken(Promise.AGREED, id, "%s told of version %d as %s".formatted(teller, version, status));
    }
  }
}
