package dev.sluice.cli.query;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.TrinoErrors;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.LocalTrino;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import dev.sluice.trino.ReadOnly;
import dev.sluice.trino.TrinoAddress;
import dev.sluice.trino.TrinoConfiguration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings a query to the engine that is to answer it. Not for more than one thread. */
public final class Engines implements AutoCloseable {
  /** Failures of Trino after which Spark may still know the answer: unreachable, its dialect. */
  private static final Set<String> SPARK_MAY_KNOW = Set.of("SL-4024", "SL-4026");

  private static final Pattern LEDGER =
      Pattern.compile("(\\b(from|join)\\s+|,\\s*)ledger\\b", Pattern.CASE_INSENSITIVE);

  private final StateDirectory state;
  private final LakeCatalog catalog;
  private final Engine wanted;
  private Optional<TrinoQuery> trino = Optional.empty();
  private String whoAnswered = "";

  /**
   * @param state where Trino may run
   * @param catalog of the lake that is asked
   */
  public Engines(StateDirectory state, LakeCatalog catalog, Engine wanted) {
    this.state = state;
    this.catalog = catalog;
    this.wanted = wanted;
  }

  /**
   * Refuses what cannot be asked, before anything is looked for or started.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4022 when it would change something, SL-4023
   *     when no engine that is asked for would understand it
   */
  public static void check(Engine wanted, String sql) {
    switch (wanted) {
      case SPARK -> LakeQuery.check(sql);
      case TRINO -> ReadOnly.check(sql);
      // What Spark cannot parse Trino may; what would change something both refuse.
      case AUTO -> ReadOnly.check(sql);
    }
  }

  /** All rows, or the first of them; valid until this is closed. */
  public Answer ask(String sql, OptionalInt limit) {
    Optional<TrinoAddress> address = wanted == Engine.SPARK ? Optional.empty() : trino(sql);
    if (address.isEmpty()) {
      return askSpark(sql, limit, "");
    }
    try {
      return askTrino(address.get(), sql, limit);
    } catch (SluiceException failure) {
      if (wanted == Engine.AUTO && SPARK_MAY_KNOW.contains(failure.code())) {
        return askSpark(sql, limit, " (" + failure.getMessage() + ")");
      }
      throw failure;
    }
  }

  /** {@code answered by Trino …}, and why not by the other if that is not plain. */
  public String whoAnswered() {
    return "answered by " + whoAnswered;
  }

  private Answer askSpark(String sql, OptionalInt limit, String why) {
    LakeQuery.check(sql);
    Answer answer = new LakeQuery(catalog, state.scratch()).ask(sql, limit);
    whoAnswered = "Spark" + why;
    return answer;
  }

  private Answer askTrino(TrinoAddress address, String sql, OptionalInt limit) {
    trino = Optional.of(TrinoQuery.open(address, catalog));
    Answer answer = trino.get().ask(sql, limit);
    whoAnswered = "Trino at " + address.endpoint();
    return answer;
  }

  /** The Trino that can answer; asked for by name, it must. */
  private Optional<TrinoAddress> trino(String sql) {
    boolean must = wanted == Engine.TRINO;
    Optional<ServerStatus> running = new LocalTrino(state).running();
    if (must && running.isEmpty()) {
      throw TrinoErrors.trinoUnreachable("", null);
    }
    if (LEDGER.matcher(sql).find()) {
      if (must) {
        throw TrinoErrors.onlyOnSpark("ledger");
      }
      return Optional.empty();
    }
    Optional<Path> served = TrinoConfiguration.read(state.trino()).map(TrinoConfiguration::lake);
    boolean servesThis = served.map(Path::toString).map(catalog.root()::equals).orElse(false);
    if (must && !servesThis) {
      throw TrinoErrors.trinoServesAnotherLake(served.orElse(state.lake()), catalog.root());
    }
    return running.filter(server -> servesThis).map(server -> new TrinoAddress(server.endpoint()));
  }

  @Override
  public void close() {
    trino.ifPresent(TrinoQuery::close);
  }
}
