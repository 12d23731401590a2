package dev.sluice.common.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How far bronze, silver or quarantine reaches: what each of their commits carries and all that a
 * start needs to go on.
 *
 * @param first the first batch the commit covers
 * @param last the last batch the commit covers
 * @param offsets the source's offsets after {@code last}
 * @param frontier the arrival times after {@code last}
 */
public record Reached(
    BatchId first, BatchId last, SourceOffsets offsets, ArrivalFrontier frontier) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An empty table's. */
  public static final Reached NOTHING =
      new Reached(BatchId.NONE, BatchId.NONE, SourceOffsets.NONE, ArrivalFrontier.NONE);

  /** As it stands in a commit; stages add what is theirs. */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("epoch", last.epoch());
    json.put("batch", last.batch());
    json.put("first_epoch", first.epoch());
    json.put("first_batch", first.batch());
    json.set("offsets", offsets.toJson());
    json.set("frontier", frontier.toJson());
    return json;
  }

  /** From a commit. */
  public static Reached fromJson(ObjectNode json) {
    return new Reached(
        new BatchId(json.path("first_epoch").asLong(), json.path("first_batch").asLong()),
        new BatchId(json.path("epoch").asLong(), json.path("batch").asLong()),
        SourceOffsets.fromJson(json.path("offsets")),
        ArrivalFrontier.fromJson(json.path("frontier")));
  }

  /** How far a table reaches by its newest commit. */
  public static Reached of(LakeTable table) {
    Optional<ObjectNode> newest = table.newest();
    return newest.filter(json -> json.has("batch")).map(Reached::fromJson).orElse(NOTHING);
  }

  /** How far a table reached at one of its versions. */
  public static Reached at(LakeTable table, long version) {
    return table
        .newestAt(version)
        .filter(json -> json.has("batch"))
        .map(Reached::fromJson)
        .orElse(NOTHING);
  }

  /** The range from this one's first batch to a later one's last. */
  public Reached through(Reached later) {
    return new Reached(first, later.last, later.offsets, later.frontier);
  }

  /** The same range with the source read to other offsets. */
  public Reached withOffsets(SourceOffsets other) {
    return new Reached(first, last, other, frontier);
  }

  /** The same range with another frontier. */
  public Reached withFrontier(ArrivalFrontier other) {
    return new Reached(first, last, offsets, other);
  }
}
