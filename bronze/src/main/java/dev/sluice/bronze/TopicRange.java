package dev.sluice.bronze;

/** Offsets of one partition that a batch reads: {@code [from, until)}. */
public record TopicRange(String topic, String topicId, int partition, long from, long until) {

  /** Offsets in the range; at least as many as records, since some offsets hold none. */
  public long size() {
    return until - from;
  }
}
