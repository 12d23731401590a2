package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.Lake;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The reference tables of a dataset, as one lane uses them. */
final class References {
  private final List<Reference> references;
  private ReferenceBook book;

  private References(List<Reference> references) {
    this.references = references;
    this.book = newBook();
  }

  /**
   * Reads all of them.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2060, SL-2061, SL-2062 when one cannot be
   *     used
   */
  static References open(SparkSession session, AnalyzedDataset dataset, Lake lake) {
    return new References(
        dataset.enrichments().stream()
            .map(enrichment -> Reference.open(session, dataset, enrichment, lake))
            .toList());
  }

  private ReferenceBook newBook() {
    return new ReferenceBook(references.stream().map(Reference::table).toList());
  }

  /** What they hold; the same object until a {@link #refresh} has found something new. */
  ReferenceBook book() {
    return book;
  }

  /**
   * Goes on with what has been read since, and has tables looked at whose time has come.
   *
   * @return what is wrong, a sentence each
   */
  List<String> refresh() {
    references.forEach(Reference::refresh);
    for (int index = 0; index < references.size(); index++) {
      if (references.get(index).table() != book.tables().get(index)) {
        book = newBook();
      }
    }
    return references.stream().flatMap(reference -> reference.problem().stream()).toList();
  }
}
