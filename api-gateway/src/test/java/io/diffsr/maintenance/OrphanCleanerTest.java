package io.diffsr.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.request.OutputFormat;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.JobStore;
import io.diffsr.store.MaintenanceStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that nothing refers to go; all others stay. */
@QuarkusTest
class OrphanCleanerTest {
  @Inject ObjectStore objects;
  @Inject JobStore jobs;
  @Inject MaintenanceStore store;
  @Inject TestWorker worker;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  @Test
  void whatAProcessLeftThatDiedBeforeItsCommitIsRemoved() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    Job first = worker.claim(id);
    String lost = worker.stored(first, PictureFiles.png(2, 2)).key();
    String uncertainty = ObjectKeys.uncertainty(id, first.attempt());
    objects.put(uncertainty, PictureFiles.png(2, 2), "image/png");
    worker.fail(first, ErrorCode.INVALID_PICTURE);
    UUID nobody = UUID.randomUUID();
    put(ObjectKeys.input(nobody));
    put(ObjectKeys.checkpoint(nobody));

    UUID succeeded = Gateway.submit(Gateway.form());
    String result =
        worker.succeed(worker.claim(succeeded), PictureFiles.png(24, 20)).result().key();
    UUID running = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(running);
    String early = ObjectKeys.output(running, claimed.attempt(), OutputFormat.PNG);
    put(early);
    put(ObjectKeys.checkpoint(running));
    put("outputs/not-ours.txt");

    cleaner(Duration.ofHours(1)).scan();
    assertTrue(keys().contains(lost), "younger than the bound");
    Conditions.await(
        () -> {
          cleaner(Duration.ZERO).scan();
          return keys();
        },
        keys -> !keys.contains(ObjectKeys.checkpoint(nobody)));

    Set<String> left = keys();
    for (String gone : List.of(lost, uncertainty, ObjectKeys.input(nobody))) {
      assertTrue(!left.contains(gone), gone);
    }
    for (String kept :
        List.of(
            ObjectKeys.input(id),
            ObjectKeys.input(succeeded),
            result,
            early,
            ObjectKeys.checkpoint(running),
            "outputs/not-ours.txt")) {
      assertTrue(left.contains(kept), kept);
    }
    worker.fail(claimed, ErrorCode.INVALID_PICTURE);
    objects.delete("outputs/not-ours.txt");
  }

  @Test
  void nothingIsRemovedFromTheBucketOfAnotherDeployment() {
    String orphan = ObjectKeys.input(UUID.randomUUID());
    put(orphan);
    byte[] other = UUID.randomUUID().toString().getBytes(UTF_8);
    objects.put(ObjectKeys.DEPLOYMENT, other, "text/plain");
    cleaner(Duration.ZERO).scan();
    assertTrue(keys().contains(orphan));
    assertArrayEquals(other, objects.get(ObjectKeys.DEPLOYMENT));

    objects.delete(ObjectKeys.DEPLOYMENT);
    Conditions.await(
        "the orphan to go",
        () -> {
          cleaner(Duration.ZERO).scan();
          return !keys().contains(orphan);
        });
    assertEquals(
        store.deployment().toString(), new String(objects.get(ObjectKeys.DEPLOYMENT), UTF_8));
  }

  @Test
  void aListingIsReadPageByPage() {
    List<String> all = objects.list("", "", 1000).stream().map(each -> each.key()).toList();
    String first = objects.list("", "", 1).get(0).key();
    assertEquals(all.get(0), first);
    assertEquals(all.get(1), objects.list("", first, 1).get(0).key());
  }

  private OrphanCleaner cleaner(Duration age) {
    MaintenanceSettings settings =
        new MaintenanceSettings() {
          @Override
          public Duration orphanAge() {
            return age;
          }

          @Override
          public Duration leaseGrace() {
            return Duration.ZERO;
          }

          @Override
          public Duration orphanScan() {
            return Duration.ofHours(1);
          }
        };
    return new OrphanCleaner(objects, jobs, store, settings, new SimpleMeterRegistry());
  }

  private void put(String key) {
    objects.put(key, new byte[] {1}, "application/octet-stream");
  }

  private Set<String> keys() {
    Set<String> keys = new java.util.TreeSet<>();
    for (String prefix : ObjectKeys.PREFIXES) {
      objects.list(prefix, "", 1000).forEach(object -> keys.add(object.key()));
    }
    return keys;
  }
}
