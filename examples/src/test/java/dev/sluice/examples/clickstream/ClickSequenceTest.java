package dev.sluice.examples.clickstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.examples.generate.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClickSequenceTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final double RATE = 1_000;

  @Test
  void aSeedGivesTheSameContent() {
    assertThat(texts(sent(7, 5_000))).isEqualTo(texts(sent(7, 5_000)));
    assertThat(texts(sent(8, 100))).isNotEqualTo(texts(sent(7, 100)));
  }

  @Test
  void eventsAreDueEvenly() {
    ClickSequence sequence = new ClickSequence(1, 250);
    assertThat(sequence.next().due()).isZero();
    assertThat(sequence.next().due()).hasMillis(4);
    assertThat(sequence.next().due()).hasMillis(8);
  }

  @Test
  void everyKindHasItsShare() {
    int total = 400_000;
    Map<ClickKind, Integer> seen = new HashMap<>();
    ClickSequence sequence = new ClickSequence(3, RATE);
    for (int i = 0; i < total; i++) {
      seen.merge(sequence.next().kind(), 1, Integer::sum);
    }
    int repeats =
        seen.get(ClickKind.DUPLICATE)
            + seen.get(ClickKind.DUPLICATE_ELSEWHERE)
            + seen.get(ClickKind.ID_CONFLICT);
    double originals = total - repeats;
    for (ClickKind kind : ClickKind.values()) {
      if (kind.share() > 0) {
        double wanted = originals * kind.share() / ClickKind.WHOLE;
        assertThat((double) seen.get(kind))
            .as(kind.text())
            .isCloseTo(wanted, within(4 * Math.sqrt(wanted)));
      }
    }
    double good =
        seen.entrySet().stream()
            .filter(entry -> entry.getKey().isGood())
            .mapToInt(Map.Entry::getValue)
            .sum();
    assertThat(seen.get(ClickKind.DUPLICATE) / (good - repeats)).isCloseTo(0.02, within(0.002));
    assertThat(seen.get(ClickKind.DUPLICATE_ELSEWHERE) / (good - repeats))
        .isCloseTo(0.003, within(0.0006));
    assertThat(seen.get(ClickKind.ID_CONFLICT) / (good - repeats)).isCloseTo(0.002, within(0.0005));
  }

  @Test
  void onlyRepeatsShareAnId() {
    Map<String, List<Outgoing>> byId =
        sent(11, 50_000).stream().collect(Collectors.groupingBy(ClickSequenceTest::id));
    byId.values().stream()
        .filter(records -> records.size() > 1)
        .forEach(
            records -> {
              assertThat(records).hasSize(2);
              Outgoing first = records.get(0);
              Outgoing again = records.get(1);
              switch (again.label().kind()) {
                case "duplicate" -> {
                  assertThat(again.message().value()).isEqualTo(first.message().value());
                  assertThat(again.message().key()).isEqualTo(first.message().key());
                }
                case "duplicate_elsewhere" -> {
                  assertThat(again.message().value()).isEqualTo(first.message().value());
                  assertThat(again.message().key()).isNotEqualTo(first.message().key());
                }
                case "id_conflict" -> {
                  assertThat(again.message().value()).isNotEqualTo(first.message().value());
                  assertThat(again.message().key()).isEqualTo(first.message().key());
                }
                default -> throw new AssertionError("Not a repeat: " + again.label());
              }
            });
  }

  @Test
  void repeatsOnAnotherPartitionComeSecondsLater() {
    ClickSequence sequence = new ClickSequence(5, RATE);
    Map<String, Long> firstIndex = new HashMap<>();
    for (long i = 0; i < 60_000; i++) {
      PlannedClick planned = sequence.next();
      String id = id(planned.at(START));
      Long first = firstIndex.putIfAbsent(id, i);
      if (planned.kind() == ClickKind.DUPLICATE_ELSEWHERE) {
        assertThat((i - first) / RATE).isBetween(3.9, 9.0);
      } else if (first != null) {
        assertThat((i - first) / RATE).isBetween(0.29, 4.0);
      }
    }
  }

  @Test
  void normalClicksHappenWhenTheyAreSent() {
    List<Outgoing> normal =
        sent(2, 200).stream().filter(click -> click.label().kind().equals("normal")).toList();
    assertThat(normal)
        .isNotEmpty()
        .allSatisfy(click -> assertThat(text(click)).contains("\"occurred_at\":1772"));
    assertThat(text(normal.get(0))).contains("\"occurred_at\":" + START.toEpochMilli());
  }

  private static List<Outgoing> sent(long seed, int count) {
    ClickSequence sequence = new ClickSequence(seed, RATE);
    List<Outgoing> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PlannedClick planned = sequence.next();
      sent.add(planned.at(START.plus(planned.due())));
    }
    return sent;
  }

  private static List<String> texts(List<Outgoing> sent) {
    return sent.stream().map(click -> click.label() + Arrays.toString(bytes(click))).toList();
  }

  private static String id(Outgoing click) {
    return click.label().eventId().orElseThrow();
  }

  private static String text(Outgoing click) {
    return new String(bytes(click), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Outgoing click) {
    byte[] value = click.message().value();
    return value == null ? new byte[0] : value;
  }
}
