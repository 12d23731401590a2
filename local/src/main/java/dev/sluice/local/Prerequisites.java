package dev.sluice.local;

import java.nio.file.Path;
import java.util.Optional;

/** What the stack would use if it started now: for those who check before. */
public final class Prerequisites {
  private Prerequisites() {}

  /** The folder that should hold the broker, when it does not. */
  public static Optional<Path> missingBrokerJars() {
    BrokerJars jars = BrokerJars.ofHome();
    return jars.arePresent() ? Optional.empty() : Optional.of(jars.folder());
  }

  /** The Redis to run, unpacked if need be; whether it runs here is another question. */
  public static Path redisServer(StateDirectory state) {
    return RedisBinary.find(state.binaries());
  }

  /** Whether servers can be kept from hearing the terminal's Ctrl-C. */
  public static boolean canDetach() {
    return Detached.isPossible();
  }
}
