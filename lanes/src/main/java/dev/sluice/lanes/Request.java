package dev.sluice.lanes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.table.Subject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a command wants done to tables that a driver may be writing. Whoever holds the lake's lease
 * does it. Doing it twice is doing it once: a driver may die before it has answered.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Request.Swap.class, name = "swap"),
  @JsonSubTypes.Type(value = Request.Maintain.class, name = "maintain"),
  @JsonSubTypes.Type(value = Request.RemoveGenerations.class, name = "remove_generations"),
  @JsonSubTypes.Type(value = Request.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = Request.ReplayQuarantine.class, name = "replay quarantine"),
  @JsonSubTypes.Type(value = Request.DiscardQuarantine.class, name = "discard quarantine"),
  @JsonSubTypes.Type(value = Request.Apply.class, name = "apply"),
  @JsonSubTypes.Type(value = Request.Erase.class, name = "erase")
})
public sealed interface Request {
  /**
   * Puts another generation in force: brings it up to bronze's end and moves the pointer.
   *
   * @param generation the one to be in force
   */
  record Swap(String dataset, int generation) implements Request {}

  /**
   * Keeps one table fit, in the generation in force.
   *
   * @param table as SQL calls it: {@code silver.clicks}
   * @param optimize whether small files become larger ones
   * @param checkpoint whether the log gets a checkpoint
   * @param vacuumSeconds for how long files stay that the newest version does not need; negative
   *     when all of them stay
   * @param audit whether it is looked for rows of silver that repeat one another
   */
  record Maintain(
      String table, boolean optimize, boolean checkpoint, long vacuumSeconds, boolean audit)
      implements Request {}

  /**
   * Removes the generations of a dataset that nobody needs.
   *
   * @param staySeconds for how long one stays that was used
   * @param rollbackToo whether the one that a rollback goes to need not stay
   */
  record RemoveGenerations(String dataset, long staySeconds, boolean rollbackToo)
      implements Request {}

  /** Lets silver of a dataset go on that waits for somebody to say so. */
  record Resume(String dataset) implements Request {}

  /** About refused rows of the generation in force. */
  sealed interface OfQuarantine extends Request {
    String dataset();

    /** A {@link dev.sluice.common.table.QuarantineFilter} as JSON. */
    ObjectNode rows();
  }

  /**
   * Judges them again. Doing it twice goes on with those that were not judged the first time.
   *
   * @param id names it in the states of the rows
   */
  record ReplayQuarantine(String id, String dataset, ObjectNode rows) implements OfQuarantine {
    /** One that nobody has asked for before. */
    public static ReplayQuarantine of(String dataset, ObjectNode rows) {
      return new ReplayQuarantine(UUID.randomUUID().toString(), dataset, rows);
    }
  }

  /** Says of them that nobody needs them. */
  record DiscardQuarantine(String dataset, ObjectNode rows) implements OfQuarantine {}

  /**
   * Lets the lanes of a dataset go on with another definition, which only adds to the one in force.
   *
   * @param definition the files of the next definition
   */
  record Apply(String dataset, DefinitionFiles definition) implements Request {
    /** Without the files: a log names requests. */
    @Override
    public String toString() {
      return "Apply[dataset=" + dataset + "]";
    }
  }

  /**
   * Erases a person's records from all tables of a dataset. Doing it twice erases the records that
   * were found the first time.
   *
   * @param id names it in the ledger of erasures
   * @param subject whose; nowhere in clear
   * @param signed what silver may have in place of the id, by the key that has signed it
   * @param unreadable coordinates of records that go too, if nobody can read them
   * @param leaveUnknown whether rows may stay of which nobody can say whose they are
   * @param vacuum whether the bytes go at once, and with them earlier versions of the tables
   */
  record Erase(
      String id,
      String dataset,
      Subject subject,
      Map<String, Subject> signed,
      List<String> unreadable,
      boolean leaveUnknown,
      boolean vacuum)
      implements Request {
    public Erase {
      signed = Map.copyOf(signed);
      unreadable = List.copyOf(unreadable);
    }
  }
}
