package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's command, on the class path that {@code deploy/diffsr-engine} gives it. */
class EngineCommandTest {
  @TempDir Path folder;

  @Test
  void theEngineHasAllThatItNeedsForEveryFormat() throws Exception {
    Path png = Files.write(folder.resolve("a.png"), PictureFiles.disc(24, 20));
    run("upscale", png, "--scale", "1.7", "--steps", "2", "--seed", "1", "--out", path("b.webp"));
    run("upscale", path("b.webp"), "--scale", "1.2", "--method", "pinv", "--out", path("c.tiff"));
    run("upscale", path("c.tiff"), "--scale", "1.1", "--method", "lanczos", "--out", path("d.jpg"));
    assertEquals(54, PictureFiles.read(Files.readAllBytes(path("d.jpg"))).getWidth());
    run("field", png, "--scale", "2", "--out", path("field.png"));
    assertTrue(Files.size(path("field.png")) > 1000);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Ddiffsr.root=" + Stack.ROOT);
    command.add("-cp");
    command.add(Stack.ROOT.resolve("worker/lab/target/program") + "/*");
    command.add("io.diffsr.cli.EngineCommand");
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertEquals(0, process.waitFor(), Files.readString(said));
  }
}
