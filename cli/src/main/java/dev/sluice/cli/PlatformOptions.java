package dev.sluice.cli;

import dev.sluice.cli.stack.LocalHmacKey;
import dev.sluice.cli.stack.LocalServers;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.local.RegistryServer;
import dev.sluice.local.StateDirectory;
import dev.sluice.objectstore.AwsSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Mixin: what surrounds the datasets; without a file, what {@code sluice up} starts. */
public final class PlatformOptions {
  /** The local stack's cluster. */
  static final String LOCAL_CLUSTER = "main";

  @Option(
      names = "--platform",
      paramLabel = "<file>",
      description = "The platform file; without it, the local stack with its cluster `main`.")
  private Path file;

  @Option(
      names = "--profile",
      paramLabel = "<name>",
      defaultValue = "",
      description = "A profile of the platform file.")
  private String profile;

  /** Whether a platform file was named. */
  boolean isNamed() {
    return file != null;
  }

  /** The platform to look at, or the problems of its file. */
  public PlatformReader.Loaded load(Console console) {
    return file == null
        ? new PlatformReader.Loaded(Optional.of(local(console)), List.of())
        : PlatformReader.load(file, profile, System.getenv());
  }

  /**
   * The platform to use, with its secrets.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 when its file has problems
   */
  PlatformDefinition require(Console console) {
    return file == null
        ? local(console)
        : PlatformReader.read(file, profile, System.getenv(), new AwsSecrets());
  }

  private static PlatformDefinition local(Console console) {
    StateDirectory state = new StateDirectory(console.local());
    LocalServers servers = LocalServers.of(state);
    Cluster cluster = new Cluster(LOCAL_CLUSTER, servers.kafka(), Map.of());
    Path lake = state.lake();
    return new PlatformDefinition(
            lake.toString(),
            Map.of(LOCAL_CLUSTER, cluster),
            Optional.of("redis://" + servers.redis()),
            LaneOption.LIVE,
            PlatformReader.DEFAULT_TABLES,
            PlatformReader.DEFAULT_GOLD)
        .withRegistry(Registry.at(RegistryServer.api(servers.registry())))
        .withHmacKeys(List.of(LocalHmacKey.read(lake)));
  }
}
