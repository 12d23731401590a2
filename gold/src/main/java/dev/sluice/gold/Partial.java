package dev.sluice.gold;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * What some rows add to one aggregate: measures by key (see {@link Layout}). Merging is associative
 * and commutative.
 */
public final class Partial {
  private final Map<UnsafeRow, Measures> measures = new HashMap<>();

  /** How many windows and groups it touches. */
  public int size() {
    return measures.size();
  }

  Map<UnsafeRow, Measures> measures() {
    return measures;
  }

  /** Takes over what another one holds; the other one must not be used afterwards. */
  void absorb(Partial other) {
    other.measures.forEach(this::absorb);
  }

  void absorb(UnsafeRow key, Measures added) {
    Measures known = measures.putIfAbsent(key, added);
    if (known != null) {
      known.merge(added);
    }
  }
}
