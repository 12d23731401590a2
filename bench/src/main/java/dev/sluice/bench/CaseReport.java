package dev.sluice.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one case of the bench measured.
 *
 * @param name such as {@code decode.json}
 * @param title what was done
 * @param rows that every contender took through in every round
 * @param measured the peer that the others are compared with first
 */
public record CaseReport(String name, String title, long rows, List<Measured> measured) {
  public CaseReport {
    measured = List.copyOf(measured);
  }

  /** The columns of {@link #lines}. */
  public static List<String> columns() {
    return List.of("contender", "median s", "fastest", "slowest", "rows/s", "ratio");
  }

  /** A line for each contender: a name, then numbers. The ratio is that to the first. */
  public List<List<Object>> lines() {
    List<List<Object>> lines = new ArrayList<>();
    for (Measured one : measured) {
      lines.add(
          List.of(
              one.name(),
              number(one.median(), 2),
              number(Collections.min(one.seconds()), 2),
              number(Collections.max(one.seconds()), 2),
              number(rows / one.median(), 0),
              number(one.ratioTo(measured.get(0)), 2)));
    }
    return lines;
  }

  /** As JSON: {@code {case, title, rows, contenders: [{name, seconds, median, ratio}]}}. */
  public Map<String, Object> json() {
    List<Map<String, Object>> contenders = new ArrayList<>();
    for (Measured one : measured) {
      Map<String, Object> contender = new LinkedHashMap<>();
      contender.put("name", one.name());
      contender.put("seconds", one.seconds());
      contender.put("median", one.median());
      contender.put("ratio", one.ratioTo(measured.get(0)));
      contenders.add(contender);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("case", name);
    json.put("title", title);
    json.put("rows", rows);
    json.put("contenders", contenders);
    return json;
  }

  private static BigDecimal number(double value, int scale) {
    return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
  }
}
