package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does what requests ask for, under the lake's lease.
 *
 * @param <R> the kinds that it does
 */
@FunctionalInterface
public interface RequestHandler<R extends Request> {
  /**
   * Does it.
   *
   * @return what there is to know of it, by its kind
   * @throws Exception why it was not done; {@link Interrupted} leaves the request open
   */
  JsonNode handle(R request, Work work) throws Exception;

  /**
   * The work on one request.
   *
   * @param progress takes a line for whoever waits
   * @param stopping whether the process is to end, so that the next one has to do it
   */
  record Work(Consumer<String> progress, BooleanSupplier stopping) {
    /** Ends the work when the process is to end. */
    void check() {
      if (stopping.getAsBoolean()) {
        throw new Interrupted();
      }
    }
  }

  /** The process ends before the request is done. */
  final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("The process was asked to stop");
    }
  }
}
