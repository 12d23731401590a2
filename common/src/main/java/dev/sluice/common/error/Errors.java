package dev.sluice.common.error;

/** The catalogue of messages for users. One method per error; codes are never reused. */
public final class Errors {
  private Errors() {}

  /** SL-2001: another driver holds the lake. */
  public static SluiceException lakeIsHeld(String lake, String holder) {
    return new SluiceException(
        "SL-2001",
        ExitCode.FENCED,
        "Cannot start on lake " + lake + ": another driver holds it (" + holder + ")",
        "stop it with `sluice down`, or choose another lake",
        null);
  }

  /** SL-2002: Kafka deleted records before they were read. */
  public static SluiceException dataLoss(String gap) {
    return new SluiceException(
        "SL-2002",
        ExitCode.FAILED,
        "DATA_LOSS: Kafka no longer holds " + gap + ", and bronze does not reach past it",
        "the records are gone from Kafka; lengthen the topic's retention and restore them, or start"
            + " a new lake",
        null);
  }

  /** SL-2003: a topic was deleted and made again. */
  public static SluiceException topicRecreated(String topic, String before, String now) {
    return new SluiceException(
        "SL-2003",
        ExitCode.FAILED,
        "TOPIC_RECREATED: topic " + topic + " had id " + before + " and now has " + now,
        "its offsets name other records now; read it as a new dataset",
        null);
  }

  /** SL-2004: the cluster does not answer, or a topic is not there. */
  public static SluiceException kafkaUnreachable(
      String cluster, String servers, java.util.List<String> topics, Throwable cause) {
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

  /** SL-5101: a gold table was made by another definition of its aggregate. */
  public static SluiceException goldHasOtherColumns(String aggregate, String table) {
    return new SluiceException(
        "SL-5101",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with gold table "
            + aggregate
            + ": the table at "
            + table
            + " has other columns than the definition",
        "a gold table keeps its columns; give the changed aggregate another name",
        null);
  }
}
