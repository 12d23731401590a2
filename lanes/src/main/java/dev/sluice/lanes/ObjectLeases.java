package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Lake;
import dev.sluice.objectstore.HeldLease;
import dev.sluice.objectstore.LeaseAttempt;
import dev.sluice.objectstore.LeaseObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Leases as objects in S3; remembers what it has seen of each from one attempt to the next. */
final class ObjectLeases extends Leases {
  /** Between two looks; a holder renews every five seconds. */
  private static final long LOOK_MILLIS = 500;

  private final Lake lake;
  private final Configuration hadoop;
  private final Map<String, LeaseObject> objects = new HashMap<>();

  ObjectLeases(Lake lake, Configuration hadoop) {
    super(lake);
    this.lake = lake;
    this.hadoop = hadoop;
  }

  @Override
  Lease acquire(String name) throws HeldElsewhere {
    try {
      Optional<Lease> taken = attempt(name);
      while (taken.isEmpty()) {
        Thread.sleep(LOOK_MILLIS);
        taken = attempt(name);
      }
      return taken.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeldElsewhere("interrupted before it could be told by whom");
    }
  }

  @Override
  Optional<Lease> attempt(String name) throws HeldElsewhere {
    LeaseObject object =
        objects.computeIfAbsent(name, unseen -> LeaseObject.of(lake, hadoop, unseen));
    LeaseAttempt attempt = object.attempt();
    if (attempt instanceof LeaseAttempt.Taken taken) {
      return Optional.of(new Held(taken.lease()));
    }
    if (attempt instanceof LeaseAttempt.Alive alive) {
      throw new HeldElsewhere(alive.holder());
    }
    return Optional.empty();
  }

  @Override
  List<String> names() {
    return LeaseObject.names(lake, hadoop);
  }

  private record Held(HeldLease lease) implements Lease {
    @Override
    public Optional<SluiceException> lost() {
      return lease.lost();
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
