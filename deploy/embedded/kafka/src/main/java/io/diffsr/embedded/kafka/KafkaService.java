package io.diffsr.embedded.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** One Kafka broker that is its own controller (KRaft), reachable on loopback only. */
public final class KafkaService {
  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENT = "CLIENT";
  private static final String INTERNAL = "INTERNAL";

  private KafkaService() {}

  /**
   * Runs the broker until the process ends.
   *
   * @param arguments data folder, client port, port that clients are told, controller port, port of
   *     the broker for itself, file to create when ready
   */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Ports ports =
        new Ports(
            address(arguments[1]),
            address(arguments[2]),
            address(arguments[3]),
            address(arguments[4]));
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(data);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.apply(settings(data, ports), false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-stop"));
    server.startup();
    Files.createFile(Path.of(arguments[5]));
    server.awaitShutdown();
  }

  /** All on loopback. */
  private record Ports(String client, String advertised, String controller, String itself) {}

  private static String address(String port) {
    return "127.0.0.1:" + Integer.parseInt(port);
  }

  private static String listener(String name, String address) {
    return name + "://" + address;
  }

  private static void format(Path data) throws Exception {
    Files.createDirectories(data);
    new Formatter()
        .setPrintStream(System.out)
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setControllerListenerName(CONTROLLER)
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .run();
  }

  private static Map<String, String> settings(Path data, Ports ports) {
    String itself = listener(INTERNAL, ports.itself());
    String listeners =
        String.join(
            ",",
            listener(CLIENT, ports.client()),
            itself,
            listener(CONTROLLER, ports.controller()));
    return Map.ofEntries(
        Map.entry("node.id", Integer.toString(NODE)),
        Map.entry("process.roles", "broker,controller"),
        Map.entry("controller.quorum.voters", NODE + "@" + ports.controller()),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry(
            "listener.security.protocol.map",
            "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("listeners", listeners),
        Map.entry("advertised.listeners", listener(CLIENT, ports.advertised()) + "," + itself),
        // The broker keeps the state of share groups through a connection to itself.
        Map.entry("inter.broker.listener.name", INTERNAL),
        Map.entry("log.dirs", data.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        // One broker can hold one copy.
        Map.entry("default.replication.factor", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "2"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "2"),
        // The first member of a group need not wait for others.
        Map.entry("group.initial.rebalance.delay.ms", "0"));
  }
}
