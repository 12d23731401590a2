package dev.sluice.common.table;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * What commits that are not its writer's do to a table, visited oldest first. One that rewrites
 * files without changing rows (OPTIMIZE) is none to speak of, and a change that is taken back file
 * by file (RESTORE) has not been.
 */
final class ForeignChanges {
  private final Set<String> added = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private ForeignChange first;

  void visit(long version, List<Action> actions) {
    if (first == null && changesRows(actions)) {
      first = new ForeignChange(version, operation(actions));
    }
    if (first != null) {
      actions.forEach(this::take);
      if (added.isEmpty() && removed.isEmpty()) {
        first = null;
      }
    }
  }

  /** The first that stands. */
  Optional<ForeignChange> first() {
    return Optional.ofNullable(first);
  }

  private static boolean changesRows(List<Action> actions) {
    return actions.stream()
        .anyMatch(
            action ->
                action instanceof AddFile add && add.dataChange()
                    || action instanceof RemoveFile remove && remove.dataChange());
  }

  private void take(Action action) {
    if (action instanceof AddFile add) {
      String file = add.path() + add.getDeletionVectorUniqueId();
      if (!removed.remove(file)) {
        added.add(file);
      }
    } else if (action instanceof RemoveFile remove) {
      String file = remove.path() + remove.getDeletionVectorUniqueId();
      if (!added.remove(file)) {
        removed.add(file);
      }
    }
  }

  private static String operation(List<Action> actions) {
    return actions.stream()
        .filter(CommitInfo.class::isInstance)
        .map(action -> ((CommitInfo) action).operation())
        .findFirst()
        .orElse("unknown");
  }
}
