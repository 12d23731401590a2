package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures contenders in turn, round by round, so that what slows the machine slows all of them.
 * Before the first round each runs unmeasured, so that compilers and caches are warm.
 */
public final class Contest {
  /** Rounds after which Spark's own code is compiled: the third differs little from the second. */
  public static final int WARM_UPS = 2;

  private Contest() {}

  /**
   * Runs it.
   *
   * @param warmUps rounds that are not measured
   * @param rounds that are measured, at least one
   * @param progress is told what runs
   * @return in the order of the contenders
   */
  public static List<Measured> run(
      List<Contender> contenders, int warmUps, int rounds, Consumer<String> progress)
      throws Exception {
    List<List<Double>> seconds = new ArrayList<>();
    for (Contender contender : contenders) {
      seconds.add(new ArrayList<>());
    }
    for (int round = -warmUps; round < rounds; round++) {
      for (int turn : turns(contenders.size(), round)) {
        Contender contender = contenders.get(turn);
        progress.accept(
            round < 0
                ? "warming up: " + contender.name()
                : "round %d of %d: %s".formatted(round + 1, rounds, contender.name()));
        double took = seconds(contender.task());
        if (round >= 0) {
          seconds.get(turn).add(took);
        }
      }
    }
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      measured.add(new Measured(contenders.get(i).name(), seconds.get(i)));
    }
    return measured;
  }

  /** There and back again: nobody always follows the same one. */
  private static List<Integer> turns(int contenders, int round) {
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < contenders; i++) {
      turns.add(i);
    }
    if (round % 2 != 0) {
      Collections.reverse(turns);
    }
    return turns;
  }

  private static double seconds(Contender.Task task) throws Exception {
    // One's garbage is not another's pause.
    System.gc();
    long begun = System.nanoTime();
    task.run();
    return (System.nanoTime() - begun) / 1e9;
  }
}
