package dev.sluice.lanes;

import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Lake;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * The leases of a lake: one driver's, and one for each dataset that is replayed. Without them two
 * drivers would both commit and lose rows of one (design 4.1, point 9). On this machine's disk a
 * lease is a lock of the operating system, in S3 an object that is renewed; elsewhere there is
 * none.
 *
 * <p>Not for two threads at once.
 */
public abstract class Leases {
  private static final String DRIVER = "driver";
  private static final String REPLAY = "replay-";

  private final Lake lake;

  Leases(Lake lake) {
    this.lake = lake;
  }

  /**
   * The leases of a lake.
   *
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public static Leases of(Lake lake, Configuration hadoop) {
    return lake.isInS3() ? new ObjectLeases(lake, hadoop) : new FileLeases(lake);
  }

  /**
   * Takes the driver's lease. In S3 it may take a term to learn that a holder has died.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2001 when another driver holds it, SL-2021
   *     when no lease can be had there, SL-2024 when S3 refuses or does not answer
   */
  public Lease driver() {
    try {
      return acquire(DRIVER);
    } catch (HeldElsewhere held) {
      throw LakeErrors.lakeIsHeld(lake.root(), held.holder());
    }
  }

  /**
   * Takes the driver's lease if nobody holds it, as far as can be told at once: who asks again gets
   * that of a holder who has died.
   */
  public Optional<Lease> tryDriver() {
    try {
      return attempt(DRIVER);
    } catch (HeldElsewhere held) {
      return Optional.empty();
    }
  }

  /**
   * Takes the lease of a dataset's replay, which writes the generation that is not in force.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2006 when another replay holds it
   */
  public Lease replay(String dataset) {
    try {
      return acquire(REPLAY + dataset);
    } catch (HeldElsewhere held) {
      throw ReplayErrors.replayRuns(dataset, held.holder());
    }
  }

  /**
   * Takes the same lease for work during which no replay may run.
   *
   * @param refused what is thrown while one does
   */
  Lease replay(String dataset, Supplier<SluiceException> refused) {
    try {
      return acquire(REPLAY + dataset);
    } catch (HeldElsewhere held) {
      throw refused.get();
    }
  }

  /** The dataset of a replay that runs on the lake, if one does. */
  Optional<String> runningReplay() {
    for (String name : names()) {
      if (name.startsWith(REPLAY)) {
        try {
          acquire(name).close();
        } catch (HeldElsewhere held) {
          return Optional.of(name.substring(REPLAY.length()));
        }
      }
    }
    return Optional.empty();
  }

  /** Takes a lease; waits for as long as it takes to learn whether somebody holds it. */
  abstract Lease acquire(String name) throws HeldElsewhere;

  /** The same without waiting: empty when it cannot be told yet. */
  abstract Optional<Lease> attempt(String name) throws HeldElsewhere;

  /** The leases that there are or have been. */
  abstract List<String> names();
}
