package dev.sluice.cli.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/** Events that a dataset file is to be drafted from. */
public final class Sample {
  /** Digits are kept, and what stands behind an event makes it none. */
  private static final ObjectReader JSON =
      new ObjectMapper()
          .reader()
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final SampleShape events = new SampleShape();
  private long others;

  /** Takes one value: a JSON object is an event, everything else is counted only. */
  public void take(byte[] value) {
    try {
      JsonNode event = value == null ? null : JSON.readTree(value);
      if (event != null && event.isObject()) {
        events.take(event);
      } else {
        others++;
      }
    } catch (JsonProcessingException notJson) {
      others++;
    } catch (IOException e) {
      throw new IllegalStateException("There is no input but these bytes", e);
    }
  }

  /** How many events there are. */
  public long size() {
    return events.values();
  }

  /** Values that were no JSON object. */
  public long others() {
    return others;
  }

  /** What the events have. */
  SampleShape shape() {
    return events;
  }
}
