package dev.sluice.gold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ZAddParams;

/**
 * Hot values of one dataset in one Redis, over one connection, made when it is needed.
 *
 * <p>Scripts hold what hot promises, whoever else writes and wherever a writer dies: a hash is
 * replaced as a whole, with its expiry, and only by a version as new; no value is ever newer than
 * the sentinel; and a key that no table has yet is noted with its value. Not for use by several
 * threads at once.
 *
 * <p>Versions of callers are those of their lake. One that was made anew counts from the start, so
 * that in Redis its generations follow those of the lakes before it.
 */
public final class HotStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotStore.class);

  private static final String SENTINEL_SCRIPT = script("hot-sentinel.lua");
  private static final String VALUE_SCRIPT = script("hot-value.lua");
  private static final String LEFTOVER_SCRIPT = script("hot-leftover.lua");

  private static final String LAKE = "lake";
  private static final String BEFORE = "before";

  private final String dataset;
  private final String lake;
  private final String sentinelKey;
  private final String unflushedKey;
  private final HotOptions options;
  private final HotConnection connection;
  private final HotUnflushed unflushed = new HotUnflushed();

  private boolean lastReadIsOfThisLake;
  private String sentinelSha;
  private String valueSha;
  private String leftoverSha;
  private int generationsBefore;
  private HotSentinel lastRead;
  private HotSentinel lastWritten;

  private HotStore(String redis, String dataset, String lake, HotOptions options) {
    this.dataset = dataset;
    this.lake = lake;
    this.sentinelKey = HotSentinel.key(dataset);
    this.unflushedKey = HotSentinel.unflushedKey(dataset);
    this.options = options;
    this.connection = new HotConnection(redis, options, this::prepare);
  }

  /**
   * A store that connects when it is first used.
   *
   * @param redis {@code host:port}, or a {@code redis://} or {@code rediss://} URI
   * @param lake what tells the lake of these values from one made anew
   */
  public static HotStore open(String redis, String dataset, String lake, HotOptions options) {
    return new HotStore(redis, dataset, lake, options);
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
    leftoverSha = jedis.scriptLoad(LEFTOVER_SCRIPT);
  }

  /**
   * What hot has shown so far; empty when Redis has never held this dataset, or has lost it. A
   * sentinel of another run can be replaced only after it was read here, and one of another lake is
   * made an older one thereby.
   */
  public Optional<HotSentinel> readSentinel() throws HotUnavailable {
    List<String> found =
        connection.ask(
            jedis ->
                jedis.hmget(sentinelKey, HotValue.VERSION_FIELD, "run", "shown", LAKE, BEFORE));
    lastRead = found.subList(0, 3).contains(null) ? null : sentinel(found);
    lastReadIsOfThisLake = lastRead != null && lake.equals(found.get(3));
    return Optional.ofNullable(lastRead);
  }

  /** The generation that the sentinel last read was of, if it was of this lake. */
  OptionalInt generationShown() {
    return lastReadIsOfThisLake
        ? OptionalInt.of(lastRead.version().generation() - generationsBefore)
        : OptionalInt.empty();
  }

  /**
   * Notes keys that an older generation has shown. Those that this run does not write are swept
   * after its refill. To be done before the sentinel says that a newer generation shows: should the
   * process die between, the next one does it again.
   */
  void doubt(Iterator<HotValue> values) throws HotUnavailable {
    while (values.hasNext()) {
      List<HotValue> next = take(values);
      connection.ask(
          jedis -> {
            doubt(jedis, next);
            return null;
          });
    }
  }

  private void doubt(Jedis jedis, List<HotValue> values) {
    Map<String, Double> keys = new HashMap<>();
    long expiry = 0;
    for (HotValue value : values) {
      keys.put(value.key(), (double) HotUnflushed.IN_TABLES);
      expiry = Math.max(expiry, value.expireAt().toEpochMilli());
    }
    jedis.zadd(unflushedKey, keys, ZAddParams.zAddParams().nx());
    if (jedis.pttl(unflushedKey) < expiry - System.currentTimeMillis()) {
      jedis.pexpireAt(unflushedKey, expiry);
    }
  }

  /**
   * Removes keys, whoever has written them. While a lane of the dataset runs it may write them
   * again.
   */
  public void remove(Collection<String> keys) throws HotUnavailable {
    Iterator<String> rest = keys.iterator();
    while (rest.hasNext()) {
      List<String> next = new ArrayList<>();
      while (rest.hasNext() && next.size() < options.pipelineValues()) {
        next.add(rest.next());
      }
      connection.ask(jedis -> jedis.del(next.toArray(String[]::new)));
    }
  }

  private HotSentinel sentinel(List<String> fields) throws HotUnavailable {
    try {
      HotSentinel found =
          new HotSentinel(HotVersion.parse(fields.get(0)), fields.get(1), fields.get(2));
      if (lake.equals(fields.get(3))) {
        generationsBefore = Integer.parseInt(fields.get(4));
      } else {
        follow(found.version().generation());
      }
      return found;
    } catch (IllegalArgumentException notOurs) {
      throw new HotUnavailable(HotFailure.FOREIGN_KEY, notOurs);
    }
  }

  private void follow(int generationOfOther) {
    if (generationsBefore != generationOfOther) {
      LOG.warn(
          "Redis has shown hot of {} for another lake, which this one follows: what it showed goes"
              + " as it expires, unless this lake has it too. If that lake still has a driver, give"
              + " one of the two a Redis, or a database of it, of its own",
          dataset);
    }
    generationsBefore = generationOfOther;
  }

  /** Notes the keys that a batch is the first to have: no table has them before it is flushed. */
  public void created(HotVersion version, Collection<String> keys) {
    unflushed.created(version, keys);
  }

  /** The tables have all batches through this one. Redis hears of it with the next write. */
  public void flushedThrough(HotVersion version) {
    unflushed.flushedThrough(version);
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
    List<Object> replies =
        connection.ask(jedis -> withScripts(jedis, () -> send(jedis, version, next, sentinel)));
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

  /**
   * Removes keys, as many as one pipeline takes, that other runs showed, that no table had when
   * they ended, and that this run does not have. To be asked when everything of this run has been
   * written, until there are no more.
   *
   * @param version that everything was written with, or newer
   */
  HotSweep sweep(HotVersion version, String run) throws HotUnavailable {
    return HotSweep.of(connection.ask(jedis -> sweep(jedis, text(version), run)));
  }

  private List<Object> sweep(Jedis jedis, String version, String run) {
    List<String> left =
        jedis.zrangeByScore(
            unflushedKey,
            HotUnflushed.IN_TABLES,
            HotUnflushed.IN_TABLES,
            0,
            options.pipelineValues());
    return left.isEmpty()
        ? List.of()
        : withScripts(
            jedis,
            () -> {
              Pipeline pipeline = jedis.pipelined();
              for (String key : left) {
                pipeline.evalsha(leftoverSha, keys(key), List.of(version, run));
              }
              return pipeline.syncAndReturnAll();
            });
  }

  private List<Object> withScripts(Jedis jedis, Supplier<List<Object>> question) {
    List<Object> replies = question.get();
    if (replies.stream().noneMatch(JedisNoScriptException.class::isInstance)) {
      return replies;
    }
    loadScripts(jedis);
    return question.get();
  }

  private List<Object> send(
      Jedis jedis, HotVersion version, List<HotValue> values, HotSentinel sentinel) {
    Pipeline pipeline = jedis.pipelined();
    pipeline.evalsha(sentinelSha, List.of(sentinelKey, unflushedKey), arguments(sentinel));
    String versionText = text(version);
    for (HotValue value : values) {
      pipeline.evalsha(valueSha, keys(value.key()), arguments(versionText, sentinel.run(), value));
    }
    return pipeline.syncAndReturnAll();
  }

  private List<String> keys(String value) {
    return List.of(value, sentinelKey, unflushedKey);
  }

  private List<String> arguments(HotSentinel sentinel) {
    return List.of(
        text(sentinel.version()),
        sentinel.run(),
        sentinel.shown(),
        lake,
        Integer.toString(generationsBefore),
        lastRead == null ? "" : lastRead.version().text(),
        lastRead == null ? "" : lastRead.run(),
        Long.toString(unflushed.flushed()));
  }

  private List<String> arguments(String version, String run, HotValue value) {
    List<String> arguments = new ArrayList<>(4 + 2 * value.fields().size());
    arguments.add(version);
    arguments.add(run);
    arguments.add(Long.toString(value.expireAt().toEpochMilli()));
    arguments.add(Long.toString(unflushed.number(value.key())));
    for (Map.Entry<String, String> field : value.fields().entrySet()) {
      arguments.add(field.getKey());
      arguments.add(field.getValue());
    }
    return arguments;
  }

  /** As Redis has it. */
  private String text(HotVersion version) {
    return version.after(generationsBefore).text();
  }

  private boolean isLastWritten(List<?> found) {
    return lastWritten != null
        && found.equals(List.of(text(lastWritten.version()), lastWritten.run()));
  }

  @Override
  public void close() {
    connection.close();
  }
}
