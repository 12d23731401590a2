package dev.sluice.gold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Hot values of one dataset in one Redis, over one connection, made when it is needed.
 *
 * <p>Two scripts hold what hot promises, whoever else writes and wherever a writer dies: a hash is
 * replaced as a whole, with its expiry, and only by a version as new; and no value is ever newer
 * than the sentinel. Not for use by several threads at once.
 */
public final class HotStore implements AutoCloseable {
  private static final String SENTINEL_SCRIPT = script("hot-sentinel.lua");
  private static final String VALUE_SCRIPT = script("hot-value.lua");

  private final String sentinelKey;
  private final HotOptions options;
  private final HotConnection connection;

  private String sentinelSha;
  private String valueSha;
  private HotSentinel lastRead;
  private HotSentinel lastWritten;

  private HotStore(String redis, String dataset, HotOptions options) {
    this.sentinelKey = HotSentinel.key(dataset);
    this.options = options;
    this.connection = new HotConnection(redis, options, this::prepare);
  }

  /**
   * A store that connects when it is first used.
   *
   * @param redis {@code host:port}, or a {@code redis://} or {@code rediss://} URI
   */
  public static HotStore open(String redis, String dataset, HotOptions options) {
    return new HotStore(redis, dataset, options);
  }

  private static String script(String name) {
    try (InputStream text = HotStore.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read " + name, failed);
    }
  }

  /** A new connection may lead to another server, or to the same one with less in its memory. */
  private void prepare(Jedis jedis) {
    loadScripts(jedis);
    lastWritten = null;
  }

  private void loadScripts(Jedis jedis) {
    sentinelSha = jedis.scriptLoad(SENTINEL_SCRIPT);
    valueSha = jedis.scriptLoad(VALUE_SCRIPT);
  }

  /**
   * What hot has shown so far; empty when Redis has never held this dataset, or has lost it. A
   * sentinel of another run can be replaced only after it was read here.
   */
  public Optional<HotSentinel> readSentinel() throws HotUnavailable {
    List<String> found =
        connection.ask(jedis -> jedis.hmget(sentinelKey, HotValue.VERSION_FIELD, "run", "shown"));
    lastRead = found.contains(null) ? null : sentinel(found);
    return Optional.ofNullable(lastRead);
  }

  private static HotSentinel sentinel(List<String> fields) throws HotUnavailable {
    try {
      return new HotSentinel(HotVersion.parse(fields.get(0)), fields.get(1), fields.get(2));
    } catch (IllegalArgumentException notOurs) {
      throw new HotUnavailable(HotFailure.FOREIGN_KEY, notOurs);
    }
  }

  /**
   * Writes all values, in pipelines of bounded size, each led by the sentinel. Ends early when
   * Redis refuses everything.
   *
   * @param version of the values; not newer than the sentinel's
   * @throws HotUnavailable when a pipeline has no answer; what it has written is unknown
   */
  public HotWrite write(HotVersion version, List<HotValue> values, HotSentinel sentinel)
      throws HotUnavailable {
    Iterator<HotValue> rest = values.iterator();
    HotWrite result = writeNext(version, rest, sentinel);
    while (result.canGoOn() && rest.hasNext()) {
      result = result.and(writeNext(version, rest, sentinel));
    }
    return result;
  }

  /** Writes as many of the values as one pipeline takes: the sentinel alone when there are none. */
  HotWrite writeNext(HotVersion version, Iterator<HotValue> values, HotSentinel sentinel)
      throws HotUnavailable {
    List<HotValue> next = take(values);
    List<Object> replies = connection.ask(jedis -> send(jedis, version, next, sentinel));
    HotWrite write = HotWrite.of(replies, this::isLastWritten);
    if (write.isCovered()) {
      lastWritten = sentinel;
    }
    return write;
  }

  private List<HotValue> take(Iterator<HotValue> values) {
    List<HotValue> taken = new ArrayList<>();
    int room = options.pipelineCharacters();
    while (values.hasNext() && room > 0 && taken.size() < options.pipelineValues()) {
      HotValue value = values.next();
      taken.add(value);
      room -= value.size();
    }
    return taken;
  }

  private List<Object> send(
      Jedis jedis, HotVersion version, List<HotValue> values, HotSentinel sentinel) {
    List<Object> replies = sendOnce(jedis, version, values, sentinel);
    if (replies.stream().noneMatch(JedisNoScriptException.class::isInstance)) {
      return replies;
    }
    loadScripts(jedis);
    return sendOnce(jedis, version, values, sentinel);
  }

  private List<Object> sendOnce(
      Jedis jedis, HotVersion version, List<HotValue> values, HotSentinel sentinel) {
    Pipeline pipeline = jedis.pipelined();
    pipeline.evalsha(sentinelSha, List.of(sentinelKey), arguments(sentinel));
    String versionText = version.text();
    for (HotValue value : values) {
      pipeline.evalsha(
          valueSha,
          List.of(value.key(), sentinelKey),
          arguments(versionText, sentinel.run(), value));
    }
    return pipeline.syncAndReturnAll();
  }

  private List<String> arguments(HotSentinel sentinel) {
    return List.of(
        sentinel.version().text(),
        sentinel.run(),
        sentinel.shown(),
        lastRead == null ? "" : lastRead.version().text(),
        lastRead == null ? "" : lastRead.run());
  }

  private static List<String> arguments(String version, String run, HotValue value) {
    List<String> arguments = new ArrayList<>(3 + 2 * value.fields().size());
    arguments.add(version);
    arguments.add(run);
    arguments.add(Long.toString(value.expireAt().toEpochMilli()));
    for (Map.Entry<String, String> field : value.fields().entrySet()) {
      arguments.add(field.getKey());
      arguments.add(field.getValue());
    }
    return arguments;
  }

  private boolean isLastWritten(List<?> found) {
    return lastWritten != null
        && found.equals(List.of(lastWritten.version().text(), lastWritten.run()));
  }

  @Override
  public void close() {
    connection.close();
  }
}
