package dev.sluice.cli.demo;

import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.examples.truth.Coordinates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the commits of a table became visible, and which records they made so: the log entry's file
 * time and the offsets in its metadata.
 */
final class CommitTimes {
  /**
   * One commit.
   *
   * @param offsets the source's offsets it reaches
   */
  private record Visible(Instant at, SourceOffsets offsets) {}

  private final List<Visible> commits;

  private CommitTimes(List<Visible> commits) {
    this.commits = commits;
  }

  /** Of bronze or silver. */
  static CommitTimes of(LakeTable table) {
    List<Visible> commits = new ArrayList<>();
    table.forEachCommit(
        0,
        entry ->
            entry
                .metadata()
                .map(Reached::fromJson)
                .ifPresent(
                    reached ->
                        commits.add(
                            new Visible(fileTime(table, entry.version()), reached.offsets()))));
    return new CommitTimes(commits);
  }

  /** Of a gold table: its commits say which version of silver they have consumed. */
  static CommitTimes ofGold(LakeTable gold, LakeTable silver) {
    List<Visible> commits = new ArrayList<>();
    gold.forEachCommit(
        0,
        entry ->
            entry
                .metadata()
                .map(metadata -> metadata.path("silver_version").asLong(-1))
                .filter(version -> version >= 0)
                .ifPresent(
                    version ->
                        commits.add(
                            new Visible(
                                fileTime(gold, entry.version()),
                                Reached.at(silver, version).offsets()))));
    return new CommitTimes(commits);
  }

  /** When a record became visible, if it did. */
  Optional<Instant> visible(Coordinates record) {
    int low = 0;
    int high = commits.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (reaches(commits.get(middle), record)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < commits.size() ? Optional.of(commits.get(low).at()) : Optional.empty();
  }

  private static boolean reaches(Visible commit, Coordinates record) {
    return commit.offsets().next(record.topic(), record.partition()).orElse(0) > record.offset();
  }

  private static Instant fileTime(LakeTable table, long version) {
    Path entry = Path.of(table.path(), "_delta_log", "%020d.json".formatted(version));
    try {
      return Files.getLastModifiedTime(entry).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the time of " + entry, e);
    }
  }
}
