package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
import java.util.Optional;

/**
 * The right to write to a lake, or to a generation that a replay makes, until it is closed. {@link
 * Leases} gives it.
 */
public interface Lease extends AutoCloseable {
  /**
   * Why it is held no longer, though nobody has given it back. From then on nothing is committed to
   * the lake by this process; whoever works under the lease should end.
   */
  Optional<SluiceException> lost();

  /** Gives it back. */
  @Override
  void close();
}
