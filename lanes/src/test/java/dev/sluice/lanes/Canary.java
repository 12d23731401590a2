package dev.sluice.lanes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One dataset of the canary test: the secrets that it is sent, each by another way.
 *
 * @param name of the dataset and its topic
 * @param secrets what must be found in bronze and nowhere else, by the way it takes
 * @param schemaFile name of the file beside the dataset file
 * @param schema its content
 * @param format lines of the dataset's {@code schema} section
 * @param protect entries of {@code silver.protect} for fields that only this format has
 * @param events what is sent; the second repeats the first, which alone is good
 * @param reasons of those that are refused
 */
record Canary(
    String name,
    Map<String, String> secrets,
    String schemaFile,
    byte[] schema,
    String format,
    String protect,
    List<byte[]> events,
    List<String> reasons) {
  /** What is refused because a text is too long. */
  private static final int TOO_LONG = 300 * 1024;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: %1$s}
      source:
        kafka: {cluster: main, topics: [%1$s]}
      schema:
        file: %2$s
        eventId: event_id
        %3$s
      silver:
        where: "user_id not like 'bot%%'"
        select: [lower(user_id) as who]
        rules:
          - {name: card_is_long, expr: "length(card) > 12", onFail: quarantine}
          - {name: no_note, expr: "note is null", onFail: warn}
        dedup: {key: [event_id], within: 30 minutes}
        protect:
          - {field: event_id, as: hmac}
          - {field: user_id, as: hmac}
          - {field: who, as: mask}
          - {field: card, as: mask, keep: {last: 2}}
          - {field: ip, as: truncate}
          - {field: customer.email, as: hmac}
          - {field: items.owner, as: drop}
          - {field: note, as: drop}
          - {field: _extra, as: drop}
          %4$s
      gold:
        aggregates:
          - name: %1$s_visits
            window: {tumbling: 1 minute}
            groupBy: [user_id, ip]
            measures: {visits: "count(*)", card: "max(card)", email: "min(customer.email)"}
            hot: {key: "%1$s:{user_id}:{ip}:{window_start}", ttl: 2 hours}
      """;

  /** The text of the dataset file. */
  String dataset() {
    return DATASET.formatted(
        name, schemaFile, format.strip().replace("\n", "\n  "), protect.strip());
  }

  /**
   * The secrets that every format can be sent.
   *
   * @param tag begins those of one format
   * @param host the last part of its address
   */
  static Map<String, String> secrets(String tag, int host) {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("signed", tag + "01-ada@lovelace.example");
    secrets.put("masked", tag + "02-4111-2222-3333");
    secrets.put("truncated", "198.51.100." + host);
    secrets.put("in a struct", tag + "04-grace@hopper.example");
    secrets.put("in an array", tag + "05-owner-katherine");
    secrets.put("dropped", tag + "06-her-diagnosis");
    secrets.put("undeclared", tag + "07-phone-0815-4711");
    secrets.put("malformed", tag + "08-half-a-document");
    secrets.put("too long", tag + "09-much-too-long");
    secrets.put("an id", tag + "10-order-of-hedy");
    secrets.put("against a rule", tag + "11-1234");
    secrets.put("filtered", "bot-" + tag + "12-mary");
    return secrets;
  }

  /** A secret so often that no text may be as long. */
  static String tooLong(String secret) {
    return secret.repeat(TOO_LONG / secret.length());
  }
}
