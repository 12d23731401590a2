package dev.sluice.common.definition;

import dev.sluice.common.definition.PlatformLayer.Setting;
import dev.sluice.common.definition.SecretStore.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves references such as {@code ${env:NAME}}, {@code ${file:/run/secrets/x}} and {@code
 * ${aws-secret:arn}}. No value of a reference ever appears in a problem.
 */
final class Secrets {
  static final String HINT =
      "write a reference: ${env:NAME}, ${file:/run/secrets/name} or ${aws-secret:arn}";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}:]*)(?::([^{}]*))?}");
  private static final Pattern AWS_SECRET = Pattern.compile("\\$\\{aws-secret:");
  private static final String STAND_IN = "unread";
  private static final Pattern SECRET_NAME =
      Pattern.compile("password|secret|sasl\\.jaas\\.config|ssl\\.keystore\\.key");
  private static final Pattern LITERAL_IN_LOGIN =
      Pattern.compile("(?i)(password|secret)\\w*\\s*=\\s*(\"(?!\\$\\{)|'(?!\\$\\{)|[^\"'\\s$])");
  private static final Pattern PASSWORD_IN_URI = Pattern.compile("://[^/@:]*:[^@]+@");

  private final Map<String, String> environment;
  private final Optional<SecretStore> store;
  private final Report report;

  /**
   * @param store empty when nothing is to be started: secrets that are elsewhere are not fetched
   */
  Secrets(Map<String, String> environment, Optional<SecretStore> store, Report report) {
    this.environment = Map.copyOf(environment);
    this.store = store;
    this.report = report;
  }

  /** Whether a setting of this name holds a secret in clear. */
  static boolean isLiteralSecret(String name, String value) {
    String key = Names.ignoringCase(name);
    if (!SECRET_NAME.matcher(key).find()) {
      return false;
    }
    if (key.contains("sasl.jaas.config")) {
      return !REFERENCE.matcher(value).find() || LITERAL_IN_LOGIN.matcher(value).find();
    }
    return !isReference(value);
  }

  /** Whether a text is a reference and nothing beside. */
  static boolean isReference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  static boolean isLiteralSecretInUri(String uri) {
    return PASSWORD_IN_URI.matcher(REFERENCE.matcher(uri).replaceAll("")).find();
  }

  /** Whether what {@link #resolve} says of a setting is not what it will be when it is used. */
  boolean leavesUnread(Setting setting) {
    return store.isEmpty() && AWS_SECRET.matcher(setting.text()).find();
  }

  /** The text with its references replaced; empty, and a problem, when one cannot be. */
  Optional<String> resolve(Setting setting) {
    StringBuilder resolved = new StringBuilder();
    Matcher reference = REFERENCE.matcher(setting.text());
    boolean complete = true;
    int copied = 0;
    while (reference.find()) {
      Optional<String> value = value(setting, reference.group(1), reference.group(2));
      complete &= value.isPresent();
      resolved.append(setting.text().substring(copied, reference.start())).append(value.orElse(""));
      copied = reference.end();
    }
    resolved.append(setting.text().substring(copied));
    return complete ? Optional.of(resolved.toString()) : Optional.empty();
  }

  private Optional<String> value(Setting setting, String source, String name) {
    String path = setting.path();
    return switch (source) {
      case "env" -> environment(path, name == null ? "" : name);
      case "file" -> file(path, name == null ? "" : name);
      case "aws-secret" -> awsSecret(path, name == null ? "" : name);
      default ->
          unresolved(
              path,
              "Unknown reference: " + path + ": ${" + Shown.text(source) + ":...}",
              Nearest.hint(source, List.of("env", "file", "aws-secret")));
    };
  }

  private Optional<String> unresolved(String path, String message, String hint) {
    report.problem(path, message, hint);
    return Optional.empty();
  }

  private Optional<String> awsSecret(String path, String name) {
    Optional<AwsSecretReference> reference = AwsSecretReference.parse(name);
    if (reference.isEmpty()) {
      return unresolved(
          path, "Invalid AWS secret: " + path + ": " + Shown.text(name), AwsSecretReference.HINT);
    }
    try {
      return Optional.of(store.isEmpty() ? STAND_IN : store.get().read(reference.get()));
    } catch (Unreadable e) {
      return unresolved(
          path, "Cannot read AWS secret: " + path + ": " + Shown.text(name), e.getMessage());
    }
  }

  private Optional<String> environment(String path, String name) {
    Optional<String> value = Optional.ofNullable(environment.get(name));
    if (value.isEmpty()) {
      report.problem(path, "Missing environment variable: " + path + ": " + Shown.text(name));
    }
    return value;
  }

  /** Without the line break that editors put at a file's end. */
  private Optional<String> file(String path, String name) {
    try {
      Path file = report.file().toAbsolutePath().resolveSibling(name);
      return Optional.of(Files.readString(file).stripTrailing());
    } catch (IOException | InvalidPathException e) {
      report.problem(
          path, "Cannot read secret file: " + path + ": " + Shown.text(name), "is it there?");
      return Optional.empty();
    }
  }
}
