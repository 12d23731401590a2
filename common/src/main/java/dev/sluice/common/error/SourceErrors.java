package dev.sluice.common.error;

import java.util.List;

/** Messages about the Kafka topics that a dataset reads. */
public final class SourceErrors {
  private SourceErrors() {}

  /** SL-2002: Kafka deleted records before they were read. */
  public static SluiceException dataLoss(String gap) {
    return new SluiceException(
        "SL-2002",
        ExitCode.FAILED,
        "DATA_LOSS: Kafka no longer holds " + gap + ", and bronze does not reach past it",
        "the records are gone from Kafka; lengthen the topic's retention and restore them, or start"
            + " a new lake");
  }

  /** SL-2003: a topic was deleted and made again. */
  public static SluiceException topicRecreated(String topic, String before, String now) {
    return new SluiceException(
        "SL-2003",
        ExitCode.FAILED,
        "TOPIC_RECREATED: topic " + topic + " had id " + before + " and now has " + now,
        "its offsets name other records now; read it as a new dataset");
  }

  /** SL-2004: the cluster does not answer, or a topic is not there. */
  public static SluiceException kafkaUnreachable(
      String cluster, String servers, List<String> topics, Throwable cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return new SluiceException(
        "SL-2004",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot read topics "
            + topics
            + " of Kafka cluster "
            + cluster
            + " at "
            + servers
            + ": "
            + reason.getClass().getSimpleName()
            + (reason.getMessage() == null ? "" : " (" + reason.getMessage() + ")"),
        "check that the brokers run and that the topics exist; `sluice status` shows the local ones",
        cause);
  }

  /** SL-2011: Kafka's log ends before what has been read of it. */
  public static SluiceException logTruncated(String partition, long end, long position) {
    return new SluiceException(
        "SL-2011",
        ExitCode.FAILED,
        "LOG_TRUNCATED: "
            + partition
            + " ends at offset "
            + end
            + " in Kafka, but has been read up to offset "
            + position,
        "the topic has lost records that bronze holds, and gives their offsets to others; read it as a"
            + " new dataset");
  }
}
