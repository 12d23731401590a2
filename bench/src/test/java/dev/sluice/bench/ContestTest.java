package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
  @Test
  void contendersTakeTurnsAndWarmUpUnmeasured() throws Exception {
    List<String> ran = new ArrayList<>();
    List<Measured> measured =
        Contest.run(
            List.of(new Contender("a", () -> ran.add("a")), new Contender("b", () -> ran.add("b"))),
            2,
            3,
            line -> {});
    assertThat(String.join("", ran)).isEqualTo("ab" + "ba" + "ab" + "ba" + "ab");
    assertThat(measured).extracting(Measured::name).containsExactly("a", "b");
    assertThat(measured).allSatisfy(one -> assertThat(one.seconds()).hasSize(3));
  }

  @Test
  void theRatioIsTheMedianOfTheRounds() {
    Measured peer = new Measured("peer", List.of(1.0, 10.0, 2.0, 4.0));
    Measured one = new Measured("one", List.of(2.0, 20.0, 8.0, 4.0));
    assertThat(peer.median()).isEqualTo(3.0, within(1e-9));
    assertThat(one.ratioTo(peer)).isEqualTo(2.0, within(1e-9));
    assertThat(one.ratioTo(one)).isEqualTo(1.0, within(1e-9));
  }
}
