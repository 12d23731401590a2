package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.table.Accounting;
import java.util.List;

/**
 * What came of one test of a dataset.
 *
 * @param rows where the given rows went
 * @param differences between what was expected and what came; empty when the test passed
 */
public record DatasetTestResult(
    String dataset, String test, Accounting rows, List<Difference> differences) {

  public DatasetTestResult {
    differences = List.copyOf(differences);
  }

  /** Whether everything was as expected. */
  public boolean passed() {
    return differences.isEmpty();
  }

  /**
   * One expectation that was not met.
   *
   * @param where {@code silver}, {@code duplicates}, the name of an aggregate
   * @param expected a number of rows, or the rows that nothing found is like
   * @param found a number of rows, or the rows that nobody expected, with the columns that were
   *     compared
   */
  public record Difference(String where, List<JsonNode> expected, List<JsonNode> found) {
    public Difference {
      expected = List.copyOf(expected);
      found = List.copyOf(found);
    }
  }
}
