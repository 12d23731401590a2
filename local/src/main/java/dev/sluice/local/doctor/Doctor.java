package dev.sluice.local.doctor;

import dev.sluice.local.StateDirectory;
import java.util.List;
import java.util.stream.Stream;

/** Looks at what Sluice needs of this machine; answers in well under two seconds. */
public final class Doctor {
  private Doctor() {}

  /** Every check, in the order in which to fix them. */
  public static List<Check> examine(StateDirectory state) {
    return Stream.of(
            JavaChecks.all(), MachineChecks.all(state), StackChecks.all(state), NativeChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Whether nothing stands in the way; warnings do not. */
  public static boolean isHealthy(List<Check> checks) {
    return checks.stream().noneMatch(check -> check.result() == Check.Result.FAIL);
  }
}
