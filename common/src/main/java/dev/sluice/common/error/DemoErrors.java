package dev.sluice.common.error;

import java.nio.file.Path;
import java.util.List;

/** Messages about the demo and its examples. */
public final class DemoErrors {
  private DemoErrors() {}

  /** SL-4011: a demo would take the place of a lake that is not a demo's. */
  public static SluiceException lakeIsNotADemos(Path lake) {
    return new SluiceException(
        "SL-4011",
        ExitCode.USAGE,
        "Cannot keep the demo's lake: " + lake + " is the lake of `sluice up`",
        "run the demo without --keep, or remove that lake with `sluice down --wipe`");
  }

  /** SL-4013: what the demo made is not what its events say it must be. */
  public static SluiceException demoDiffers(String summary) {
    return new SluiceException(
        "SL-4013",
        ExitCode.QUALITY_GATE_FAILED,
        "The demo's result is wrong: " + summary,
        "the differing rows are printed above; keep the lake with --keep and look at `ledger`");
  }

  /** SL-4014: there is no example of that name. */
  public static SluiceException noSuchExample(String name, List<String> known) {
    return new SluiceException(
        "SL-4014",
        ExitCode.USAGE,
        "Unknown example: " + name + " (known: " + String.join(", ", known) + ")",
        "run `sluice demo --example " + known.get(0) + "`");
  }
}
