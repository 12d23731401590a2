package dev.sluice.common.definition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${aws-secret:arn#field}} refers to.
 *
 * @param arn of a secret of AWS Secrets Manager
 * @param region where it is, as the ARN says
 * @param field a field of the JSON object that the secret is; empty for all of its text
 */
public record AwsSecretReference(String arn, String region, Optional<String> field) {
  static final String HINT =
      "write ${aws-secret:arn:aws:secretsmanager:<region>:<account>:secret:<name>}, with #<field>"
          + " behind it for a field of a JSON secret";

  private static final Pattern TEXT =
      Pattern.compile(
          "(arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:[\\w/+=.@!-]+)(?:#(.+))?");

  /** Empty when the text is no such reference. */
  static Optional<AwsSecretReference> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new AwsSecretReference(
                parts.group(1), parts.group(2), Optional.ofNullable(parts.group(3))))
        : Optional.empty();
  }
}
