package dev.sluice.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * The mailbox between commands and the driver: {@code {lake}/_sluice/requests/<id>.request.json},
 * {@code .progress.json}, {@code .answer.json}. A request without an answer is open, however often
 * drivers have died over it; the next holder of the lease does it.
 */
public final class Requests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "requests";
  private static final String REQUEST = ".request.json";
  private static final String PROGRESS = ".progress.json";
  private static final String ANSWER = ".answer.json";

  /** Ids sort by the time of their posting. */
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  /** How long an answer waits for whoever asked and is gone. */
  private static final Duration ANSWERS_STAY = Duration.ofDays(1);

  private final ControlFiles files;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public Requests(Lake lake, Configuration hadoop) {
    this.files = new ControlFiles(lake, hadoop);
  }

  /** A request that waits for its answer. */
  public record Open(String id, Request request) {}

  /**
   * The last word of whoever works on a request.
   *
   * @param worker a process
   * @param at seconds since 1970, by its clock
   */
  public record Progress(String worker, long at, String text) {}

  /** Posts a request and returns its id. */
  public String post(Request request) {
    String id = ID_TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    write(id + REQUEST, request);
    return id;
  }

  /** The open requests, oldest first. */
  public List<Open> open() {
    List<String> names = files.list(FOLDER);
    return names.stream()
        .filter(name -> name.endsWith(REQUEST))
        .map(name -> name.substring(0, name.length() - REQUEST.length()))
        .filter(id -> !names.contains(id + ANSWER))
        .flatMap(id -> read(id + REQUEST, Request.class).map(found -> new Open(id, found)).stream())
        .toList();
  }

  /** Says that a request is being worked on, and how far it is. */
  void progress(String id, String text) {
    String worker = "process " + ProcessHandle.current().pid();
    write(id + PROGRESS, new Progress(worker, Instant.now().getEpochSecond(), text));
  }

  /** The last word on a request. */
  public Optional<Progress> progress(String id) {
    return read(id + PROGRESS, Progress.class);
  }

  /** Closes a request. */
  void answer(String id, Answer answer) {
    write(id + ANSWER, answer);
  }

  /** What became of a request, once it is closed. */
  public Optional<Answer> answer(String id) {
    return read(id + ANSWER, Answer.class);
  }

  /** Forgets a request, answered or not. */
  public void remove(String id) {
    // The answer last: without the request it opens nothing.
    List.of(REQUEST, PROGRESS, ANSWER).forEach(part -> files.delete(FOLDER + "/" + id + part));
  }

  /** Forgets the answers that nobody came for. */
  void removeOldAnswers() {
    String before = ID_TIME.format(Instant.now().minus(ANSWERS_STAY));
    files.list(FOLDER).stream()
        .filter(name -> name.endsWith(ANSWER) && name.compareTo(before) < 0)
        .forEach(name -> remove(name.substring(0, name.length() - ANSWER.length())));
  }

  private void write(String name, Object content) {
    try {
      files.write(FOLDER + "/" + name, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + name, e);
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    return files
        .read(FOLDER + "/" + name)
        .map(
            content -> {
              try {
                return JSON.readValue(content, type);
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot understand " + name, e);
              }
            });
  }
}
