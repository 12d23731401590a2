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

  /** SL-4001: nothing in this catalogue fits. */
  public static SluiceException unexpected(Throwable failure) {
    return new SluiceException(
        "SL-4001",
        ExitCode.FAILED,
        "Unexpected failure: " + failure,
        "`sluice doctor` checks the environment; the log has the stack trace",
        failure);
  }

  /** SL-4002: {@code sluice explain} does not know the code. */
  public static SluiceException unknownErrorCode(String code) {
    return new SluiceException(
        "SL-4002",
        ExitCode.USAGE,
        "Cannot explain " + code + ": no error has that code",
        "`sluice explain` lists them all",
        null);
  }
}
