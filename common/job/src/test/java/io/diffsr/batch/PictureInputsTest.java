package io.diffsr.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.request.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureInputsTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "b.png",
            "a.JPG",
            "a.png",
            "notes.txt",
            ".hidden.png",
            ".cache/c.png",
            "deep/er/d.webp",
            "out/b.png")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }

  private List<String> places(String... arguments) {
    return PictureInputs.of(Stream.of(arguments).toList(), folder.resolve("out")).stream()
        .map(picture -> picture.place().toString())
        .toList();
  }

  @Test
  void aFolderStandsForAllPicturesBelowItButForResults() {
    assertEquals(List.of("a.JPG", "a.png", "b.png", "deep/er/d.webp"), places(folder.toString()));
  }

  @Test
  void aPatternIsMatchedBelowItsFolder() {
    assertEquals(List.of("a.png", "b.png"), places(folder + "/*.png"));
    assertEquals(List.of("deep/er/d.webp"), places(folder + "/**.webp"));
    assertEquals(List.of("er/d.webp"), places(folder + "/deep/*/d.*"));
  }

  @Test
  void aFileThatIsNamedMayHaveAnyEndingAndIsTakenOnce() {
    assertEquals(
        List.of("notes.txt", "b.png"),
        places(
            folder.resolve("notes.txt").toString(),
            folder.resolve("b.png").toString(),
            folder + "/b.*"));
  }

  @Test
  void whatNamesNoPictureIsRefused() {
    for (String argument : List.of(folder + "/*.gif", folder + "/none.png", folder + "/no/*.png")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> places(argument));
      assertTrue(refused.getMessage().contains(argument), refused::getMessage);
    }
  }

  @Test
  void severalAreNamedByFoldersAndPatterns() {
    assertTrue(PictureInputs.areSeveral(folder.toString()));
    assertTrue(PictureInputs.areSeveral("*.png"));
    assertTrue(!PictureInputs.areSeveral(folder.resolve("b.png").toString()));
  }

  @Test
  void resultsKeepNamesAndFolders() {
    List<BatchPicture> pictures =
        PictureInputs.of(List.of(folder.toString()), folder.resolve("out"));
    assertEquals(
        List.of("/o/a.JPG.jpg", "/o/a.png.jpg", "/o/b.jpg", "/o/deep/er/d.jpg"),
        ResultFiles.of(pictures, Path.of("/o"), OutputFormat.JPEG).stream()
            .map(Path::toString)
            .toList());
  }

  @Test
  void noTwoResultsAreTheSame() {
    List<BatchPicture> pictures =
        List.of(
            new BatchPicture(Path.of("x/a.jpg"), Path.of("a.jpg")),
            new BatchPicture(Path.of("y/a.jpg"), Path.of("a.jpg")),
            new BatchPicture(Path.of("y/a.png"), Path.of("a.png")));
    assertEquals(
        List.of("/o/a.jpg.png", "/o/a.jpg-2.png", "/o/a.png.png"),
        ResultFiles.of(pictures, Path.of("/o"), OutputFormat.PNG).stream()
            .map(Path::toString)
            .toList());
  }

  @Test
  void namesWithCharactersOfPatternsAreNamesWhereThereIsSuchAFile() throws IOException {
    Path file = Files.write(folder.resolve("photo [1].png"), new byte[1]);
    assertTrue(!PictureInputs.areSeveral(file.toString()));
    assertEquals(List.of("photo [1].png"), places(file.toString()));
  }

  @Test
  void linkedFoldersAreFolders() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("deep"));
    assertEquals(List.of("er/d.webp"), places(link.toString()));
    BatchPicture picture = new BatchPicture(folder.resolve("deep/er/d.png"), Path.of("er/d.png"));
    Files.write(picture.file(), new byte[1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> ResultFiles.of(List.of(picture), link, OutputFormat.PNG));
  }

  @Test
  void resultsNeedAFolderOfTheirOwn() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> PictureInputs.of(List.of(folder.toString()), folder));
    assertTrue(refused.getMessage().contains("folder of their own"), refused::getMessage);
  }

  @Test
  void aResultNeverTakesThePlaceOfAPicture() {
    List<BatchPicture> pictures =
        PictureInputs.of(List.of(folder.resolve("b.png").toString()), folder.resolve("out"));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ResultFiles.of(pictures, folder.resolve("deep/.."), OutputFormat.PNG));
    assertTrue(refused.getMessage().contains("b.png"), refused::getMessage);
  }

  @Test
  void aSummaryCountsAndNames() {
    BatchSummary summary = new BatchSummary(4);
    summary.done();
    summary.skipped();
    assertTrue(!summary.hasFailures());
    summary.failed(Path.of("x.png"), "it is damaged");
    assertEquals("3 of 4, 1 failed", summary.progress());
    String text = summary.text(2);
    assertTrue(text.contains("x.png: it is damaged"), text);
    assertTrue(text.contains("1 enlarged, 1 there already"), text);
    assertTrue(text.contains("1 failed, 1 not begun; 2.0 s"), text);
  }
}
