package dev.sluice.silver;

import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a search for a person has found.
 *
 * @param records the person's, and those that were named and cannot be read
 * @param unreadable records that cannot be read, the named ones among them
 * @param mentioning of these, how many have the bytes of the id in them
 * @param mentions where the first of them stand
 * @param missingSchemas schema ids of writers that nobody had asked for
 */
public record SubjectRows(
    List<RecordIdentity> records,
    long unreadable,
    long mentioning,
    List<RowCoordinates> mentions,
    Set<Integer> missingSchemas)
    implements Serializable {
  /** Mentions that are shown. */
  static final int MOST_MENTIONS = 100;

  /** Nothing. */
  public static final SubjectRows NONE = new SubjectRows(List.of(), 0, 0, List.of(), Set.of());

  /** What two searches have found in different rows. */
  public SubjectRows plus(SubjectRows other) {
    List<RecordIdentity> both = new ArrayList<>(records);
    both.addAll(other.records);
    List<RowCoordinates> first = new ArrayList<>(mentions);
    first.addAll(other.mentions);
    Set<Integer> missing = new HashSet<>(missingSchemas);
    missing.addAll(other.missingSchemas);
    return new SubjectRows(
        both,
        unreadable + other.unreadable,
        mentioning + other.mentioning,
        first.size() > MOST_MENTIONS ? new ArrayList<>(first.subList(0, MOST_MENTIONS)) : first,
        missing);
  }
}
