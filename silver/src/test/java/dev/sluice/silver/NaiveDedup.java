package dev.sluice.silver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the index is measured by: every claim in a list, nothing ever dropped. */
final class NaiveDedup {
  private final long withinMicros;
  private final Map<Key, List<Held>> claims = new HashMap<>();

  NaiveDedup(long withinMicros) {
    this.withinMicros = withinMicros;
  }

  DedupIndex.Claim claim(long high, long low, long arrivalMicros, int payloadHash) {
    List<Held> held = claims.computeIfAbsent(new Key(high, low), key -> new ArrayList<>());
    List<Held> near =
        held.stream().filter(h -> Math.abs(h.arrival - arrivalMicros) <= withinMicros).toList();
    if (near.isEmpty()) {
      held.add(new Held(arrivalMicros, payloadHash));
      return DedupIndex.Claim.FIRST;
    }
    boolean samePayload = near.stream().anyMatch(h -> h.payloadHash == payloadHash);
    return samePayload ? DedupIndex.Claim.DUPLICATE : DedupIndex.Claim.CONFLICT;
  }

  private record Key(long high, long low) {}

  private record Held(long arrival, int payloadHash) {}
}
