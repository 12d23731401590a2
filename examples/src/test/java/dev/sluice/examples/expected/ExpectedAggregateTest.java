package dev.sluice.examples.expected;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedAggregateTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant SOON = NOON.plusSeconds(300);
  private static final String KEY = "v:%2Fa%20%C3%B6:%NULL:2026-03-01T12:00:00Z";

  private final ExpectedAggregate views =
      new ExpectedAggregate(
          "views",
          Optional.of(new HotKeys("v:{page}:{device}:{window_start}", Duration.ofHours(2))),
          List.of(row("/a ö", null)));

  @Test
  void equalGoldHasNoDifferences() {
    assertThat(views.compareGold(List.of(gold()))).isEmpty();
    Map<String, Object> sparkRow = gold();
    sparkRow.put("window_start", Timestamp.from(NOON));
    sparkRow.put("window_end", Timestamp.from(NOON.plusSeconds(60)));
    sparkRow.put("final", true);
    assertThat(views.compareGold(List.of(sparkRow))).isEmpty();
  }

  @Test
  void aWrongMeasureIsNamedWithBothValues() {
    Map<String, Object> wrong = gold();
    wrong.put("revenue", new BigDecimal("1.51"));
    wrong.put("late_rows", 0L);
    assertThat(views.compareGold(List.of(wrong)))
        .extracting(Difference::toString)
        .containsExactly(
            "views 2026-03-01T12:00:00Z {page=/a ö, device=null} revenue: expected 1.50, found 1.51",
            "views 2026-03-01T12:00:00Z {page=/a ö, device=null} late_rows: expected 1, found 0");
  }

  @Test
  void rowsThatAreMissingTooManyOrTwiceAreFound() {
    Map<String, Object> other = gold();
    other.put("page", "line\nbreak");
    assertThat(views.compareGold(List.of()))
        .extracting(Difference::expected)
        .containsExactly("(present)");
    assertThat(views.compareGold(List.of(gold(), other)))
        .extracting(Difference::where)
        .containsExactly("views 2026-03-01T12:00:00Z {page=line\\u000abreak, device=null}");
    assertThat(views.compareGold(List.of(gold(), gold())))
        .extracting(Difference::actual)
        .containsExactly("more than once");
  }

  @Test
  void aMissingColumnIsADifference() {
    Map<String, Object> narrow = gold();
    narrow.remove("mean");
    assertThat(views.compareGold(List.of(narrow)))
        .extracting(Difference::column)
        .containsExactly("mean");
  }

  @Test
  void equalHashesHaveNoDifferences() {
    assertThat(views.compareHot(Map.of(KEY, hash()), SOON)).isEmpty();
  }

  @Test
  void hashesAreComparedAsText() {
    Map<String, String> wrong = hash();
    wrong.put("revenue", "1.5");
    wrong.put("device", "");
    assertThat(views.compareHot(Map.of(KEY, wrong), SOON))
        .containsExactlyInAnyOrder(
            new Difference(KEY, "revenue", "1.50", "1.5"),
            new Difference(KEY, "device", "NULL", ""));
  }

  @Test
  void aKeyIsThereUntilItExpires() {
    Instant expiry = NOON.plus(Duration.ofMinutes(121));
    assertThat(views.compareHot(Map.of(), expiry.minusSeconds(61)))
        .containsExactly(Difference.missing(KEY));
    assertThat(views.compareHot(Map.of(), expiry)).isEmpty();
    assertThat(views.compareHot(Map.of(KEY, hash()), expiry)).isEmpty();
    assertThat(views.compareHot(Map.of(KEY, hash()), expiry.plusSeconds(61)))
        .containsExactly(Difference.unexpected(KEY));
  }

  @Test
  void aKeyNobodyExpectsIsADifference() {
    assertThat(views.compareHot(Map.of(KEY, hash(), "v:x:y:z", hash()), SOON))
        .containsExactly(Difference.unexpected("v:x:y:z"));
  }

  @Test
  void keysAreFoundByPattern() {
    assertThat(views.hot().orElseThrow().pattern()).isEqualTo("v:*:*:*");
  }

  private static GoldRow row(String page, String device) {
    Map<String, String> group = new LinkedHashMap<>();
    group.put("page", page);
    group.put("device", device);
    Map<String, Object> measures = new LinkedHashMap<>();
    measures.put("views", 3L);
    measures.put("revenue", new BigDecimal("1.50"));
    measures.put("mean", 0.5);
    return new GoldRow(NOON, NOON.plusSeconds(60), group, measures, 1);
  }

  private static Map<String, Object> gold() {
    Map<String, Object> row = new HashMap<>();
    row.put("window_start", NOON);
    row.put("window_end", "2026-03-01T12:01:00Z");
    row.put("page", "/a ö");
    row.put("device", null);
    row.put("views", 3);
    row.put("revenue", new BigDecimal("1.500"));
    row.put("mean", 0.5);
    row.put("late_rows", 1L);
    return row;
  }

  private static Map<String, String> hash() {
    Map<String, String> hash = new HashMap<>();
    hash.put("window_start", "2026-03-01T12:00:00Z");
    hash.put("window_end", "2026-03-01T12:01:00Z");
    hash.put("page", "/a ö");
    hash.put("views", "3");
    hash.put("revenue", "1.50");
    hash.put("mean", "0.5");
    hash.put("late_rows", "1");
    hash.put("_version", "1.2.3");
    return hash;
  }
}
