package dev.sluice.silver;

/**
 * Where in the schema a value stands, and what it should be there. It names declared fields only,
 * so it may be shown.
 *
 * @param path {@code items[].price}; empty for the document
 * @param rank position in the schema, depth first: the lower one is reported
 * @param expected {@code decimal(18,2) from 0}
 */
record Place(String path, int rank, String expected) {
  // Beyond the number of fields a schema can have.
  private static final int UNDECLARED = 1 << 20;

  /** Where the undeclared fields of an object stand: behind all that is declared. */
  Place undeclared() {
    String field = "(undeclared field)";
    return new Place(path.isEmpty() ? field : path + "." + field, UNDECLARED + rank, "");
  }
}
