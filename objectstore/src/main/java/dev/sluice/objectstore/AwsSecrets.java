package dev.sluice.objectstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AwsSecretReference;
import dev.sluice.common.definition.SecretStore;
import java.util.HashMap;
import java.util.Map;

/** Secrets of AWS Secrets Manager. Each is fetched once, when it is first asked for. */
public final class AwsSecrets implements SecretStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> fetched = new HashMap<>();

  @Override
  public String read(AwsSecretReference reference) throws Unreadable {
    String secret = fetched.get(reference.arn());
    if (secret == null) {
      secret = SecretCall.of(reference).text();
      fetched.put(reference.arn(), secret);
    }
    return reference.field().isPresent() ? field(secret, reference.field().get()) : secret;
  }

  private static String field(String secret, String name) throws Unreadable {
    JsonNode field = object(secret).path(name);
    if (!field.isValueNode() || field.isNull()) {
      throw new Unreadable("it has no field " + name + " with a text");
    }
    return field.asText();
  }

  private static JsonNode object(String secret) throws Unreadable {
    try {
      return JSON.readTree(secret);
    } catch (JsonProcessingException e) {
      // Without the cause, which quotes the secret.
      throw new Unreadable("it is no JSON object that could have a field");
    }
  }
}
