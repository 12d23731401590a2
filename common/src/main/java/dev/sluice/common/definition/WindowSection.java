package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Window;
import java.time.Duration;
import java.util.Optional;

/** Reads an aggregate's {@code window}. */
final class WindowSection {
  /** Windows that one event may be in: each is a row of gold and, if hot, a key that it writes. */
  private static final long MOST_OVERLAPPING = 1_000;

  private final YamlNode node;
  private final YamlObject window;

  private WindowSection(YamlNode node) {
    this.node = node;
    this.window = node.object(DatasetKeys.WINDOW);
  }

  /** Empty when there is a problem with it, which is reported. */
  static Optional<Window> read(YamlNode node) {
    return new WindowSection(node).read();
  }

  private Optional<Window> read() {
    if (window.has("session") || !node.isMapping()) {
      return Optional.empty();
    }
    if (window.has("tumbling") == window.has("sliding")) {
      node.problem(
          "Not one kind of window: " + node.path(),
          "such as {tumbling: 1 minute}, or {sliding: 15 minutes, every: 1 minute}");
      return Optional.empty();
    }
    return window.has("tumbling") ? tumbling() : sliding();
  }

  private Optional<Window> tumbling() {
    window
        .get("every")
        .ifPresent(
            every ->
                every.problem(
                    "Belongs to sliding windows: " + every.path(),
                    "leave it out, or write sliding instead of tumbling"));
    return window.get("tumbling").flatMap(YamlNode::duration).map(Window::tumbling);
  }

  private Optional<Window> sliding() {
    Optional<Duration> length = window.get("sliding").flatMap(YamlNode::duration);
    Optional<YamlNode> every = window.get("every");
    if (every.isEmpty()) {
      node.problem("Missing required key: " + node.path() + ".every", "such as every: 1 minute");
      return Optional.empty();
    }
    Optional<Duration> step = every.get().duration();
    if (length.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    if (step.get().compareTo(length.get()) > 0) {
      every
          .get()
          .problem(
              "Events between two windows would be in none: " + every.get().path(),
              "at most " + Durations.shown(length.get()));
      return Optional.empty();
    }
    if (length.get().dividedBy(step.get()) > MOST_OVERLAPPING) {
      every
          .get()
          .problem(
              "Too many windows for one event: "
                  + every.get().path()
                  + " makes "
                  + length.get().dividedBy(step.get()),
              "at most " + MOST_OVERLAPPING);
      return Optional.empty();
    }
    return Optional.of(new Window(length.get(), step.get()));
  }
}
