package dev.sluice.gold;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Why Redis did not take a value: a closed list, fit for a metric's label. */
public enum HotFailure {
  /** No connection, or no answer in time. */
  UNREACHABLE(true),
  OUT_OF_MEMORY(true, "OOM"),
  READ_ONLY(true, "READONLY"),
  LOADING(true, "LOADING"),
  /** Redis is a cluster, or its slots are on the move. */
  MOVED(true, "MOVED", "ASK", "CROSSSLOT", "CLUSTERDOWN", "TRYAGAIN"),
  /** Redis refuses writes because of its disk or its replicas. */
  MISCONFIGURED(true, "MISCONF", "NOREPLICAS", "MASTERDOWN"),
  DENIED(true, "NOAUTH", "NOPERM", "WRONGPASS"),
  BUSY(true, "BUSY"),
  /** The sentinel went between it and its values: Redis was emptied in mid-write. */
  UNCOVERED(false),
  /** The key holds something that Sluice did not write, and is left alone. */
  FOREIGN_KEY(false, "WRONGTYPE"),
  OTHER(false);

  private static final Pattern NOT_A_CODE = Pattern.compile("[^A-Z]+");

  private final boolean serverWide;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is.
  private final Set<String> codes;

  HotFailure(boolean serverWide, String... codes) {
    this.serverWide = serverWide;
    this.codes = Set.of(codes);
  }

  /** Whether the next value will fail for the same reason. */
  boolean isServerWide() {
    return serverWide;
  }

  /**
   * What an error reply means. Inside a script its code stands somewhere in the text: {@code ERR
   * Error running script (…): @user_script: 20: -OOM command not allowed}.
   */
  static HotFailure of(String errorReply) {
    return NOT_A_CODE
        .splitAsStream(errorReply)
        .map(HotFailure::withCode)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(OTHER);
  }

  private static Optional<HotFailure> withCode(String word) {
    return Arrays.stream(values()).filter(failure -> failure.codes.contains(word)).findFirst();
  }
}
