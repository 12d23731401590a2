package dev.sluice.silver;

/** Reads the values that a writer has put at one place of its schema. */
interface AvroReader {
  /**
   * The value in Catalyst's representation, or null: for null, and once the findings say what is
   * wrong with it. Leaves the input behind the value.
   */
  Object read(BinaryInput in) throws Damaged;

  /** Whether there are records in the values that have more fields than the dataset's. */
  default boolean keepsExtra() {
    return false;
  }
}
