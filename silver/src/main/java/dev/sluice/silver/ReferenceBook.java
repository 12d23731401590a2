package dev.sluice.silver;

import java.io.Serializable;
import java.util.List;

/**
 * What the reference tables of a dataset hold, one for each item of {@code silver.enrich}; sent to
 * each executor once.
 */
record ReferenceBook(List<ReferenceTable> tables) implements Serializable {
  ReferenceBook {
    tables = List.copyOf(tables);
  }

  /** Which versions these are. */
  ReferenceVersions versions() {
    return tables.isEmpty() ? ReferenceVersions.NONE : ReferenceVersions.of(this);
  }
}
