package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.silver.SchemaAnswer.Known;
import dev.sluice.silver.SchemaAnswer.Unavailable;
import dev.sluice.silver.SchemaAnswer.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the driver knows of writers' schemas, by id. A schema of an id never changes and is kept; an
 * id that the registry does not know is asked for again after a while; a question that was given up
 * is asked again with the next batch.
 */
final class WriterSchemas {
  private static final long UNKNOWN_NANOS = Duration.ofSeconds(30).toNanos();

  /** Random bytes that look like ids must not fill the memory. */
  private static final int MOST_UNKNOWN = 10_000;

  private final RegistryClient client;
  private final Optional<String> subject;
  private final SchemaHold hold;
  private final Map<Integer, SchemaAnswer> known = new HashMap<>();
  private final Map<Integer, SchemaAnswer> unknown = new HashMap<>();
  private long unknownSince;
  private SchemaBook book = SchemaBook.EMPTY;

  private WriterSchemas(RegistryClient client, Optional<String> subject, SchemaHold hold) {
    this.client = client;
    this.subject = subject;
    this.hold = hold;
  }

  /**
   * Those of a dataset whose events name them; empty for one whose events do not.
   *
   * @param lane is told when the registry does not answer
   */
  static Optional<WriterSchemas> of(
      AnalyzedDataset dataset, Optional<Registry> registry, WaitingLane lane) {
    return dataset
        .definition()
        .schema()
        .format()
        .registered()
        .map(wire -> of(wire, registry.orElseThrow(), lane));
  }

  private static WriterSchemas of(Wire.Confluent wire, Registry registry, WaitingLane lane) {
    return new WriterSchemas(
        new RegistryClient(registry),
        wire.subject(),
        new SchemaHold(registry.url(), registry.hold(), lane));
  }

  /** What a batch is judged with first. */
  SchemaBook book() {
    boolean isOld = System.nanoTime() - unknownSince > UNKNOWN_NANOS;
    if (!unknown.isEmpty() && (isOld || unknown.size() > MOST_UNKNOWN)) {
      unknown.clear();
      book = new SchemaBook(known);
    }
    return book;
  }

  /**
   * The same with an answer for each of these ids.
   *
   * @throws HoldEnded when the lane is to stop before the registry has answered
   */
  SchemaBook with(Set<Integer> ids) {
    Map<Integer, SchemaAnswer> givenUp = new HashMap<>();
    for (int id : ids) {
      Optional<SchemaAnswer> answer =
          givenUp.isEmpty() ? hold.ask(() -> answer(id)) : Optional.empty();
      answer.ifPresentOrElse(
          given -> keep(id, given),
          () -> givenUp.put(id, new Unavailable("the registry does not answer")));
    }
    Map<Integer, SchemaAnswer> all = new HashMap<>(known);
    all.putAll(unknown);
    book = new SchemaBook(all);
    all.putAll(givenUp);
    return givenUp.isEmpty() ? book : new SchemaBook(all);
  }

  private SchemaAnswer answer(int id) throws RegistryClient.NoAnswer {
    Optional<Known> schema = client.schema(id);
    if (schema.isEmpty()) {
      return new Unknown("the registry does not know it");
    }
    return subject.isPresent() && !client.isOf(subject.get(), id)
        ? new Unknown("not of subject " + subject.get())
        : schema.get();
  }

  private void keep(int id, SchemaAnswer answer) {
    if (answer instanceof Known) {
      known.put(id, answer);
      return;
    }
    if (unknown.isEmpty()) {
      unknownSince = System.nanoTime();
    }
    unknown.put(id, answer);
  }
}
