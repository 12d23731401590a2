package dev.sluice.bench;

/**
 * One of those that are measured beside one another.
 *
 * @param name as the report shows it
 * @param task does the whole work once; called again in every round
 */
public record Contender(String name, Task task) {
  /** Work of one round. */
  @FunctionalInterface
  public interface Task {
    /** Does it. */
    void run() throws Exception;
  }
}
