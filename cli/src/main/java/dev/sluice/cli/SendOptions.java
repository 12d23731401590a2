package dev.sluice.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Mixin: how an example's events are sent: {@code --rate}, {@code --seconds}, {@code --seed}. */
final class SendOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private double rate;
  private Duration duration;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "The same seed sends the same content (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "<n>",
      defaultValue = "1000",
      description = "Events a second (default: ${DEFAULT-VALUE}).")
  void rate(double asked) {
    rate = Ranges.positive(asked, "--rate", command);
  }

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "60",
      description = "How long to send (default: ${DEFAULT-VALUE}).")
  void seconds(int asked) {
    duration = Duration.ofSeconds(Ranges.atLeast(1, asked, "--seconds", command));
  }

  /**
   * Refuses to send more than whoever judges the events can hold.
   *
   * @throws CommandLine.ParameterException with both numbers
   */
  void requireAtMost(int events) {
    double asked = rate * duration.toSeconds();
    if (asked > events) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "--rate %,.0f for --seconds %d are %,.0f events (at most %,d: the oracle holds them all)"
              .formatted(rate, duration.toSeconds(), asked, events));
    }
  }

  /** Events a second, more than none. */
  double rate() {
    return rate;
  }

  /** How long to send, at least a second. */
  Duration duration() {
    return duration;
  }

  long seed() {
    return seed;
  }
}
