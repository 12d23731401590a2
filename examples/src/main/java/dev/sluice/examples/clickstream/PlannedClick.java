package dev.sluice.examples.clickstream;

import dev.sluice.examples.generate.Outgoing;
import dev.sluice.examples.generate.Planned;
import dev.sluice.examples.truth.Label;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A click, or the repeat of one, on its way to being sent. */
abstract sealed class PlannedClick implements Planned {
  private final Duration due;
  private final ClickKind kind;

  private PlannedClick(Duration due, ClickKind kind) {
    this.due = due;
    this.kind = kind;
  }

  @Override
  public Duration due() {
    return due;
  }

  ClickKind kind() {
    return kind;
  }

  /** The click as it was sent the first time, or is sent now. */
  abstract Click clickAt(Instant sentAt);

  abstract byte[] valueOf(Click click);

  String keyOf(Click click) {
    return click.userId();
  }

  @Override
  public Outgoing at(Instant sentAt) {
    Click click = clickAt(sentAt);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            ClickstreamGenerator.TOPIC,
            keyOf(click).getBytes(StandardCharsets.UTF_8),
            valueOf(click));
    if (kind == ClickKind.HOSTILE_TEXT) {
      addHostileHeaders(message);
    }
    return new Outgoing(
        message,
        new Label(kind.text(), kind.reason(), Optional.of(click.eventId()), kind.decodes()));
  }

  private static void addHostileHeaders(ProducerRecord<byte[], byte[]> message) {
    byte[] value = "\u001b[2Jone\r\ntwo".getBytes(StandardCharsets.UTF_8);
    message.headers().add("trace\nid", value).add("trace\nid", new byte[] {0, -1}).add("", null);
  }

  /** A click sent for the first time. It remembers how it was sent, for its repeat. */
  static final class Original extends PlannedClick {
    private final Click draft;
    private final Duration shift;
    private final int roll;
    private Click sent;
    private byte[] value;

    Original(Duration due, ClickKind kind, Click draft, Duration shift, int roll) {
      super(due, kind);
      this.draft = draft;
      this.shift = shift;
      this.roll = roll;
    }

    Click draft() {
      return draft;
    }

    @Override
    Click clickAt(Instant sentAt) {
      sent = draft.occurringAt(sentAt.plus(shift).toEpochMilli());
      return sent;
    }

    @Override
    byte[] valueOf(Click click) {
      value = ClickBytes.of(kind(), click, roll);
      return value;
    }
  }

  /** The same bytes again, on the same partition or, with another key, perhaps on another. */
  static final class Repeat extends PlannedClick {
    private final Original original;

    Repeat(Duration due, ClickKind kind, Original original) {
      super(due, kind);
      this.original = original;
    }

    @Override
    Click clickAt(Instant sentAt) {
      return original.sent;
    }

    @Override
    byte[] valueOf(Click click) {
      return original.value;
    }

    @Override
    String keyOf(Click click) {
      return kind() == ClickKind.DUPLICATE_ELSEWHERE ? "other-" + click.userId() : click.userId();
    }
  }

  /**
   * The same id with another price. It has the key of the original, so it lies behind it on the
   * same partition and is judged after it however batches are cut.
   */
  static final class Conflict extends PlannedClick {
    private final Original original;
    private final BigDecimal price;

    Conflict(Duration due, Original original, BigDecimal price) {
      super(due, ClickKind.ID_CONFLICT);
      this.original = original;
      this.price = price;
    }

    @Override
    Click clickAt(Instant sentAt) {
      return original.sent.costing(price);
    }

    @Override
    byte[] valueOf(Click click) {
      return ClickBytes.of(ClickKind.NORMAL, click, 0);
    }
  }
}
