package dev.sluice.common.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a source has been read: per topic its id and, per partition, the next offset to read. In
 * a commit's metadata: {@code {"shop.clicks": {"id": "…", "next": {"0": 120, "1": 98}}}}.
 */
public final class SourceOffsets {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing read yet. */
  public static final SourceOffsets NONE = new SourceOffsets(new TreeMap<>());

  /** The id of a topic of which only the rows are left to tell. */
  public static final String UNKNOWN_ID = "";

  private final SortedMap<String, Topic> topics;

  private SourceOffsets(SortedMap<String, Topic> topics) {
    this.topics = Collections.unmodifiableSortedMap(topics);
  }

  /** One topic. */
  public record Topic(String id, SortedMap<Integer, Long> next) {
    public Topic {
      next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    /** Whether it may be the topic of this id: it is, or nothing is left that says which it was. */
    public boolean mayBe(String otherId) {
      return id.equals(UNKNOWN_ID) || id.equals(otherId);
    }
  }

  /** By topic name. */
  public SortedMap<String, Topic> topics() {
    return topics;
  }

  /** The next offset to read of a partition, if any of it has been read. */
  public OptionalLong next(String topic, int partition) {
    Topic known = topics.get(topic);
    Long next = known == null ? null : known.next().get(partition);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** With one partition read up to {@code next}. */
  public SourceOffsets with(String topic, String topicId, int partition, long next) {
    SortedMap<String, Topic> changed = new TreeMap<>(topics);
    SortedMap<Integer, Long> partitions = new TreeMap<>();
    Topic before = topics.get(topic);
    if (before != null) {
      partitions.putAll(before.next());
    }
    partitions.put(partition, next);
    changed.put(topic, new Topic(topicId, partitions));
    return new SourceOffsets(changed);
  }

  /** Whether every partition of {@code other} has been read at least as far here. */
  public boolean covers(SourceOffsets other) {
    for (Map.Entry<String, Topic> topic : other.topics.entrySet()) {
      for (Map.Entry<Integer, Long> partition : topic.getValue().next().entrySet()) {
        if (next(topic.getKey(), partition.getKey()).orElse(0) < partition.getValue()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Read as far as either; a topic that {@code other} knows under another id as far as that. */
  public SourceOffsets furthest(SourceOffsets other) {
    SourceOffsets furthest = withoutThoseMadeAnewIn(other);
    for (Map.Entry<String, Topic> topic : other.topics.entrySet()) {
      String name = topic.getKey();
      for (Map.Entry<Integer, Long> partition : topic.getValue().next().entrySet()) {
        long next =
            Math.max(
                partition.getValue(),
                furthest.next(name, partition.getKey()).orElse(Long.MIN_VALUE));
        furthest = furthest.with(name, topic.getValue().id(), partition.getKey(), next);
      }
    }
    return furthest;
  }

  /** Without all topics but these. */
  public SourceOffsets only(Collection<String> names) {
    SortedMap<String, Topic> some = new TreeMap<>(topics);
    some.keySet().retainAll(names);
    return new SourceOffsets(some);
  }

  /** Without the topics that {@code other} knows under another id. */
  public SourceOffsets withoutThoseMadeAnewIn(SourceOffsets other) {
    SortedMap<String, Topic> same = new TreeMap<>(topics);
    same.entrySet()
        .removeIf(
            topic -> {
              Topic theirs = other.topics.get(topic.getKey());
              return theirs != null && !theirs.mayBe(topic.getValue().id());
            });
    return new SourceOffsets(same);
  }

  /** As it stands in a commit. */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    topics.forEach(
        (name, topic) -> {
          ObjectNode node = json.putObject(name);
          node.put("id", topic.id());
          ObjectNode next = node.putObject("next");
          topic.next().forEach((partition, offset) -> next.put(partition.toString(), offset));
        });
    return json;
  }

  /** From a commit. */
  public static SourceOffsets fromJson(JsonNode json) {
    SortedMap<String, Topic> topics = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            topic -> {
              SortedMap<Integer, Long> next = new TreeMap<>();
              topic
                  .getValue()
                  .path("next")
                  .fields()
                  .forEachRemaining(
                      p -> next.put(Integer.valueOf(p.getKey()), p.getValue().asLong()));
              topics.put(topic.getKey(), new Topic(topic.getValue().path("id").asText(), next));
            });
    return new SourceOffsets(topics);
  }

  /** From its text; nothing where the text is not ours. */
  public static SourceOffsets parse(String text) {
    try {
      return fromJson(JSON.readTree(text));
    } catch (JsonProcessingException notOurs) {
      return NONE;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceOffsets that && topics.equals(that.topics);
  }

  @Override
  public int hashCode() {
    return topics.hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
