package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import java.util.Optional;

/** The lanes that may be writing a dataset's tables while these change their generation. */
interface PausableLanes {
  /** For a process without lanes. */
  PausableLanes NONE =
      new PausableLanes() {
        @Override
        public Optional<AnalyzedDataset> definition(String dataset) {
          return Optional.empty();
        }

        @Override
        public Optional<AnalyzedDataset> pause(String dataset) {
          return Optional.empty();
        }

        @Override
        public void resume(AnalyzedDataset definition) {}
      };

  /** The definition that a dataset's lanes run with; empty when there are none. */
  Optional<AnalyzedDataset> definition(String dataset);

  /**
   * Lets a dataset's lanes flush and end.
   *
   * @return the definition they ran with; empty when there are none
   */
  Optional<AnalyzedDataset> pause(String dataset) throws InterruptedException;

  /** Starts the lanes that were paused on the generation that is in force now. */
  void resume(AnalyzedDataset definition);
}
