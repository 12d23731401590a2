package dev.sluice.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What the object of a lease says. Every renewal makes another object of it, so that its tag tells
 * whether the holder lives.
 *
 * @param holder host and process, for people
 * @param token of this holding; no other has it
 * @param epoch rises by one whenever the lease is taken
 * @param renewal counts within the epoch
 * @param renewedAt by the holder's clock, for people: no decision rests on it
 * @param term for how long a renewal is good
 * @param released whether the holder has given it back
 */
record LeaseRecord(
    String holder,
    String token,
    long epoch,
    long renewal,
    Instant renewedAt,
    Duration term,
    boolean released) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of this process, which takes it. */
  static LeaseRecord taken(long epoch, Duration term) {
    return new LeaseRecord(
        self(), UUID.randomUUID().toString(), epoch, 0, Instant.now(), term, false);
  }

  private static String self() {
    ProcessHandle process = ProcessHandle.current();
    return "host %s, process %d".formatted(host(), process.pid())
        + process.info().startInstant().map(start -> ", started " + start).orElse("");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  LeaseRecord renewed() {
    return new LeaseRecord(holder, token, epoch, renewal + 1, Instant.now(), term, false);
  }

  LeaseRecord givenBack() {
    return new LeaseRecord(holder, token, epoch, renewal + 1, Instant.now(), term, true);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode()
              .put("holder", holder)
              .put("token", token)
              .put("epoch", epoch)
              .put("renewal", renewal)
              .put("renewed_at", renewedAt.toString())
              .put("expires_at", renewedAt.plus(term).toString())
              .put("term_ms", term.toMillis())
              .put("released", released));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static LeaseRecord fromJson(byte[] content) {
    try {
      JsonNode json = JSON.readTree(content);
      return new LeaseRecord(
          json.required("holder").asText(),
          json.required("token").asText(),
          json.required("epoch").asLong(),
          json.required("renewal").asLong(),
          Instant.parse(json.required("renewed_at").asText()),
          Duration.ofMillis(json.required("term_ms").asLong()),
          json.required("released").asBoolean());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("Not a lease: " + new String(content, UTF_8), e);
    }
  }
}
