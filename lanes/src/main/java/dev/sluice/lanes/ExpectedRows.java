package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds for each expected row a found one of its own that has its values, in any order: as many as
 * can be (Kuhn's algorithm), since a row with few columns is like many.
 */
final class ExpectedRows {
  private static final int NONE = -1;

  private final List<? extends JsonNode> expected;
  private final List<? extends JsonNode> found;

  /** The expected row that a found one is taken by. */
  private final int[] takenBy;

  private final BitSet matched = new BitSet();

  private ExpectedRows(List<? extends JsonNode> expected, List<? extends JsonNode> found) {
    this.expected = expected;
    this.found = found;
    this.takenBy = new int[found.size()];
    Arrays.fill(takenBy, NONE);
  }

  static ExpectedRows match(List<? extends JsonNode> expected, List<? extends JsonNode> found) {
    ExpectedRows rows = new ExpectedRows(expected, found);
    for (int row = 0; row < expected.size(); row++) {
      if (rows.place(row, new BitSet())) {
        rows.matched.set(row);
      }
    }
    return rows;
  }

  /** The expected rows that nothing found is like. */
  List<JsonNode> missing() {
    return rest(expected, row -> !matched.get(row));
  }

  /** The found rows that nobody expected. */
  List<JsonNode> surplus() {
    return rest(found, row -> takenBy[row] == NONE);
  }

  private static List<JsonNode> rest(List<? extends JsonNode> rows, IntPredicate left) {
    return new ArrayList<>(
        IntStream.range(0, rows.size()).filter(left).<JsonNode>mapToObj(rows::get).toList());
  }

  private boolean place(int row, BitSet tried) {
    for (int at = 0; at < found.size(); at++) {
      if (!tried.get(at) && isLike(expected.get(row), found.get(at))) {
        tried.set(at);
        if (takenBy[at] == NONE || place(takenBy[at], tried)) {
          takenBy[at] = row;
          return true;
        }
      }
    }
    return false;
  }

  /** Numbers are compared by value, objects in the fields that are expected. */
  static boolean isLike(JsonNode expected, JsonNode found) {
    if (expected.isNull()) {
      return found.isNull() || found.isMissingNode();
    } else if (expected.isNumber() && found.isNumber()) {
      return expected.decimalValue().compareTo(found.decimalValue()) == 0;
    } else if (expected.isArray() && found.isArray()) {
      return expected.size() == found.size()
          && IntStream.range(0, expected.size())
              .allMatch(at -> isLike(expected.get(at), found.get(at)));
    } else if (expected instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!isLike(field.getValue(), found.path(field.getKey()))) {
          return false;
        }
      }
      return found.isObject();
    }
    return expected.equals(found);
  }
}
