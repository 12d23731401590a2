package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The lanes of a driver's datasets, for requests to pause. */
record DriversLanes(List<DatasetRun> runs) implements PausableLanes {
  DriversLanes {
    runs = List.copyOf(runs);
  }

  @Override
  public Optional<AnalyzedDataset> definition(String dataset) {
    return run(dataset).map(run -> run.context().dataset());
  }

  @Override
  public Optional<AnalyzedDataset> pause(String dataset) throws InterruptedException {
    Optional<DatasetRun> run = run(dataset);
    if (run.isPresent()) {
      run.get().pause();
    }
    return run.map(paused -> paused.context().dataset());
  }

  @Override
  public void resume(AnalyzedDataset definition) {
    run(definition.name()).ifPresent(run -> run.resume(definition));
  }

  /** What the lane of an aggregate holds while it writes; nobody's where there is no lane. */
  Lock goldTurn(String aggregate) {
    return runs.stream()
        .map(DatasetRun::context)
        .filter(context -> DefinitionKeeper.names(context.dataset()).contains(aggregate))
        .map(DatasetContext::goldTurn)
        .findFirst()
        .orElseGet(ReentrantLock::new);
  }

  /** What lets silver of a dataset wait; empty where no lane of it runs. */
  Optional<SilverGate> gate(String dataset) {
    return run(dataset).map(run -> run.context().gate());
  }

  private Optional<DatasetRun> run(String dataset) {
    return runs.stream().filter(run -> run.context().dataset().name().equals(dataset)).findFirst();
  }
}
