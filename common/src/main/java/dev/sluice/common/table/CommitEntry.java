package dev.sluice.common.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One commit as a table's log has it.
 *
 * @param at when it was committed, by the writer's clock
 * @param metadata what the writer said with it; empty for commits that are not ours
 * @param rows rows in the files it added, rewritten ones not counted
 */
public record CommitEntry(long version, Instant at, Optional<ObjectNode> metadata, long rows) {}
