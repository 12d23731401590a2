package dev.sluice.examples.generate;

import java.io.Closeable;
import java.util.Iterator;

/** The events of a run in the order they are due. May be endless: the run's duration bounds it. */
public interface EventSource extends Iterator<Planned>, Closeable {
  /** Opens the events of one run. */
  @FunctionalInterface
  interface Opener {
    EventSource open() throws java.io.IOException;
  }
}
