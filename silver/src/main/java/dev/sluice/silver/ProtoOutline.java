package dev.sluice.silver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which messages a {@code .proto} text declares, in their order: all that one has to know of a
 * writer's schema. The rest is walked past, so a text that protoc would refuse may have an outline.
 *
 * @param name of a message; empty for the file
 * @param messages declared within it
 */
record ProtoOutline(String name, List<ProtoOutline> messages) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*"
              + "|/\\*[\\s\\S]*?\\*/"
              + "|\"[^\"\\\\\\n]*(?:\\\\.[^\"\\\\\\n]*)*\""
              + "|'[^'\\\\\\n]*(?:\\\\.[^'\\\\\\n]*)*'"
              + "|[A-Za-z_][A-Za-z0-9_.]*"
              + "|\\S");

  /** The outline of a file; its messages have their full names. */
  static ProtoOutline of(String proto) {
    return new Reading(proto).file();
  }

  /** The full name of the message at a path of positions. */
  Optional<String> message(List<Integer> path) {
    ProtoOutline at = this;
    for (int position : path) {
      if (position < 0 || position >= at.messages.size()) {
        return Optional.empty();
      }
      at = at.messages.get(position);
    }
    return Optional.of(at.name);
  }

  /** Goes through the text once. */
  private static final class Reading {
    private final Matcher tokens;
    private final List<Open> open = new ArrayList<>();
    private String packageName = "";

    /** A block between braces; no message where {@code messages} is null. */
    private record Open(String name, List<ProtoOutline> messages) {}

    Reading(String proto) {
      tokens = TOKEN.matcher(proto);
    }

    ProtoOutline file() {
      open.add(new Open("", new ArrayList<>()));
      String before = "";
      String beforeThat = "";
      while (tokens.find()) {
        String token = tokens.group();
        if (!token.startsWith("//") && !token.startsWith("/*")) {
          read(token, before, beforeThat);
          beforeThat = before;
          before = token;
        }
      }
      return new ProtoOutline("", open.get(0).messages());
    }

    private void read(String token, String before, String beforeThat) {
      Open innermost = open.get(open.size() - 1);
      if (token.equals(";") && beforeThat.equals("package") && open.size() == 1) {
        packageName = before + ".";
      } else if (token.equals("{")) {
        boolean isMessage = beforeThat.equals("message") && innermost.messages() != null;
        open.add(isMessage ? message(innermost, before) : new Open("", null));
      } else if (token.equals("}") && open.size() > 1) {
        open.remove(open.size() - 1);
      }
    }

    private Open message(Open around, String name) {
      String prefix = open.size() == 1 ? packageName : around.name() + ".";
      List<ProtoOutline> nested = new ArrayList<>();
      around.messages().add(new ProtoOutline(prefix + name, nested));
      return new Open(prefix + name, nested);
    }
  }
}
