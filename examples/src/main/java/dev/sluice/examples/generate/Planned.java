package dev.sluice.examples.generate;

import java.time.Duration;
import java.time.Instant;

/** An event whose content is settled, all but the clock. */
public interface Planned {
  /** When it is to be sent, counted from the start of the run. */
  Duration due();

  /** The record, given the producer's clock at the moment it is sent. Called once. */
  Outgoing at(Instant sentAt);
}
