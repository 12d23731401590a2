package dev.sluice.lanes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a command wants done to tables that a driver may be writing. Whoever holds the lake's lease
 * does it. Doing it twice is doing it once: a driver may die before it has answered.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = Request.Swap.class, name = "swap"))
public sealed interface Request {
  /** The dataset whose tables it concerns. */
  String dataset();

  /**
   * Puts another generation in force: brings it up to bronze's end and moves the pointer.
   *
   * @param generation the one to be in force
   */
  record Swap(String dataset, int generation) implements Request {}
}
