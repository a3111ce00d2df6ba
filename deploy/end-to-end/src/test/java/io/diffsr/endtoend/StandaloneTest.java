package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code diffsr}, run as {@code deploy/diffsr} runs it once everything is built. */
class StandaloneTest {
  private static final byte[] PICTURE = PictureFiles.disc(20, 16);

  @TempDir Path folder;
  private static Path input;

  @BeforeAll
  static void writeInput(@TempDir Path inputs) throws IOException {
    input = Files.write(inputs.resolve("picture.png"), PICTURE);
  }

  private record Ended(int exitCode, String out, String err) {}

  private Process start(String... arguments) throws IOException {
    return start("", Map.of(), arguments);
  }

  /**
   * @param log before the names of the files that take what it says
   * @param environment beside this process's own
   */
  private Process start(String log, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Ddiffsr.root=" + Stack.ROOT);
    command.add("-cp");
    command.add(Stack.ROOT.resolve("deploy/standalone/target/program") + "/*");
    command.add("io.diffsr.standalone.DiffSrCommand");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(log + "out").toFile())
            .redirectError(folder.resolve(log + "err").toFile());
    builder.environment().put("DIFFSR_WORKER_MEMORY", "1g");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    int exitCode = start(arguments).waitFor();
    return new Ended(
        exitCode, Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
  }

  @Test
  void oneCommandStartsEverythingEnlargesThePictureAndStopsEverything() throws Exception {
    Path data = Stack.fresh("standalone-upscale");
    Path output = folder.resolve("enlarged.png");
    Ended ended =
        run(
            "upscale",
            input.toString(),
            "--scale",
            "2.7",
            "--seed",
            "5",
            "--steps",
            "3",
            "--out",
            output.toString(),
            "--data",
            data.toString());
    assertEquals(0, ended.exitCode(), ended::toString);
    assertEquals(54, PictureFiles.read(Files.readAllBytes(output)).getWidth());
    assertTrue(ended.out().contains("20 x 16 -> 54 x 43"), ended.out());
    assertTrue(ended.out().contains("3 steps, 4 network calls"), ended.out());
    // Which phases are seen of so short a job is left to chance.
    assertTrue(ended.err().contains(" %  "), ended.err());
    assertFalse(Files.exists(data.resolve("postgresql/postmaster.pid")));
    assertFalse(Files.exists(data.resolve("running.properties")));
  }

  @Test
  void whatIsWrongIsSaidInOneLineWithExitCodeTwo() throws Exception {
    try (Running gateway = Stack.shared().gateway()) {
      String service = "--service=" + gateway.api().url();
      Ended missing = run("upscale", folder.resolve("nothing.png").toString(), service);
      assertEquals(2, missing.exitCode());
      assertTrue(missing.err().contains("cannot read"), missing.err());
      Ended scale = run("upscale", input.toString(), "--scale", "1000", service);
      assertEquals(2, scale.exitCode());
      assertTrue(scale.err().contains("scale must be a number from 1 to 16"), scale.err());
      Path text = Files.writeString(folder.resolve("text.png"), "no picture at all");
      Ended picture = run("upscale", text.toString(), service);
      assertEquals(2, picture.exitCode());
      assertEquals(1, picture.err().lines().count(), picture.err());
      Ended option = run("upscale", input.toString(), "--sclae", "2");
      assertEquals(2, option.exitCode());
      assertTrue(option.err().contains("--sclae"), option.err());
    }
  }

  /** Ten pictures, one of them no picture at all; Ctrl-C first, while there is no worker. */
  @Test
  void aFolderIsEnlargedSeveralPicturesAtATime() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/deep"));
    for (int i = 0; i < 9; i++) {
      Files.write(pictures.resolve(i + ".png"), PictureFiles.disc(8 + i, 8));
    }
    Files.writeString(pictures.resolve("text.png"), "no picture at all");
    Path results = folder.resolve("results");
    try (Running gateway = Stack.shared().gateway()) {
      String[] command = {
        "upscale",
        folder.resolve("pictures").toString(),
        "--scale",
        "2",
        "--method",
        "bicubic",
        "--out",
        results.toString(),
        "--service=" + gateway.api().url()
      };
      Process interrupted = start(command);
      Conditions.await("four jobs to be queued", () -> queued(gateway) == 4);
      // As Ctrl-C does, but not ignored where the tests run in the background of a shell.
      interrupted.destroy();
      interrupted.waitFor();
      Conditions.await("all of them to be canceled", () -> queued(gateway) == 0);
      try (Running worker = Stack.shared().worker()) {
        Ended first = run(command);
        assertTrue(worker.port() > 0);
        assertEquals(1, first.exitCode(), first::toString);
        assertTrue(first.out().contains("10 pictures: 9 enlarged, 1 failed"), first.out());
        assertTrue(first.out().contains("text.png: "), first.out());
        assertEquals(
            32, PictureFiles.read(Files.readAllBytes(results.resolve("deep/8.png"))).getWidth());
        Files.delete(results.resolve("deep/3.png"));
        Files.delete(pictures.resolve("text.png"));
        Ended second = run(command);
        assertEquals(0, second.exitCode(), second::toString);
        assertTrue(second.out().contains("1 enlarged, 8 there already"), second.out());
      }
    }
  }

  private static int queued(Running gateway) throws IOException {
    return gateway.api().json("/v1/jobs?status=queued").path("jobs").size();
  }

  @Test
  void aServiceWhoseLauncherIsKilledLeavesNothingRunningAndGoesOnAtTheNextStart() throws Exception {
    Path data = Stack.fresh("standalone-up");
    Process first = start("up", "--workers", "0", "--port", "0", "--data", data.toString());
    Api before = awaitUp(first, data);
    String id = before.submit(PICTURE, Map.of("scale", "1.5", "steps", "2"));
    List<ProcessHandle> children = first.descendants().toList();
    assertTrue(children.size() >= 4, "only " + children.size() + " processes");
    first.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      Conditions.await("process " + child.pid() + " to end", () -> !child.isAlive());
    }
    String gateway = Files.readString(data.resolve("logs/gateway.log"));
    assertFalse(gateway.contains("Thread pool shutdown failed"), gateway);

    Process second = start("up", "--workers", "1", "--port", "0", "--data", data.toString());
    awaitUp(second, data).awaitStatus(id, "succeeded");
    List<ProcessHandle> others = second.descendants().toList();
    // As Ctrl-C does, but not ignored where the tests run in the background of a shell.
    second.destroy();
    second.waitFor();
    assertTrue(others.stream().noneMatch(ProcessHandle::isAlive), others::toString);
    assertFalse(Files.exists(data.resolve("postgresql/postmaster.pid")));
  }

  @Test
  void aServiceThatAsksForKeysIsUsedWithOne() throws Exception {
    Path data = Stack.fresh("standalone-keys");
    String ofData = "--data=" + data;
    Process up =
        start("up-", Map.of("DIFFSR_AUTH", "keys"), "up", "--workers=1", "--port=0", ofData);
    try {
      awaitUp(up, data);
      Ended refused = run("upscale", input.toString(), ofData);
      assertEquals(2, refused.exitCode(), refused::toString);
      assertTrue(refused.err().contains("A key is needed"), refused.err());
      Ended created = run("keys", "create", "--tenant", "studio", "--name", "test", ofData);
      assertEquals(0, created.exitCode(), created::toString);
      String key = created.out().strip();
      assertTrue(key.matches("dsr_[0-9a-f]{12}_[\\w-]{43}"), key);
      Path file = Files.writeString(folder.resolve("key"), key + "\n");
      Path output = folder.resolve("with-key.png");
      String[] upscale = {
        "upscale",
        input.toString(),
        "--method=pinv",
        "--key-file=" + file,
        "--out=" + output,
        ofData
      };
      Ended enlarged = run(upscale);
      assertEquals(0, enlarged.exitCode(), enlarged::toString);
      assertEquals(40, PictureFiles.read(Files.readAllBytes(output)).getWidth());
      String id = key.substring(4, 16);
      Ended list = run("keys", "list", ofData);
      assertTrue(list.out().contains(id) && list.out().contains("studio"), list.out());
      assertFalse(list.out().contains(key.substring(17)), list.out());
      assertEquals(0, run("keys", "revoke", id, ofData).exitCode());
      Ended revoked = run(upscale);
      assertEquals(2, revoked.exitCode(), revoked::toString);
      assertTrue(revoked.err().contains("revoked"), revoked.err());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(data.resolve("running.properties"))));
      assertFalse(Files.readString(data.resolve("logs/gateway.log")).contains(key.substring(17)));
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  @Test
  void whatEndsIsStartedAgain() throws Exception {
    Path data = Stack.fresh("standalone-restarts");
    Process up = start("up", "--workers", "1", "--port", "0", "--data", data.toString());
    try {
      Api api = awaitUp(up, data);
      for (String service : List.of("postgresql", "kafka", "s3")) {
        long pid = Long.parseLong(Files.readString(data.resolve("run/" + service + ".pid")));
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
      }
      Conditions.await(
          "all three to be started again",
          () -> Files.readString(folder.resolve("err")).split("has ended", -1).length == 4);
      String id = Conditions.await(() -> submitted(api), found -> !found.isEmpty());
      api.awaitStatus(id, "succeeded");
      assertTrue(up.isAlive());
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  @Test
  void aWorkerThatCannotStartEndsNothingElse() throws Exception {
    Path data = Stack.fresh("standalone-bad-worker");
    Path models = Files.createDirectories(folder.resolve("models/broken"));
    Files.writeString(models.resolve("method.json"), "no JSON");
    Process up =
        start(
            "up",
            "--workers",
            "1",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--models",
            models.getParent().toString());
    try {
      Api api = awaitUp(up, data);
      Conditions.await(
          "the worker to end twice",
          () -> Files.readString(folder.resolve("err")).split("worker-1 has ended", -1).length > 2);
      assertTrue(api.text("/q/health/live").contains("UP"));
      assertTrue(up.isAlive());
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  /** The id of a job, or nothing where the service is not back yet. */
  private static String submitted(Api api) {
    try {
      Api.Answer answer = api.post(PICTURE, Map.of("scale", "1.5", "steps", "2"));
      return answer.status() == 202 ? answer.json().path("id").asText() : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** The address of the service, which it notes once it is ready. */
  private static Api awaitUp(Process up, Path data) {
    Path note = data.resolve("running.properties");
    Properties running = new Properties();
    Conditions.await(
        "the service to be up",
        () -> {
          if (!Files.exists(note)) {
            return false;
          }
          running.clear();
          try (var reader = Files.newBufferedReader(note)) {
            running.load(reader);
          }
          return Long.toString(up.pid()).equals(running.getProperty("pid"));
        });
    return new Api(URI.create(running.getProperty("url")));
  }
}
