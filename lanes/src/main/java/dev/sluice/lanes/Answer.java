package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.common.error.Errors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;

/**
 * What became of a request.
 *
 * @param code of the error that ended it; empty when it was done
 * @param result what there is to know of it, by its kind
 */
public record Answer(String code, ExitCode exitCode, String message, String hint, JsonNode result) {

  static Answer done(JsonNode result) {
    return new Answer("", ExitCode.OK, "", "", result);
  }

  static Answer failed(Throwable failure) {
    SluiceException named =
        failure instanceof SluiceException known ? known : Errors.unexpected(failure);
    return new Answer(
        named.code(),
        named.exitCode(),
        named.getMessage(),
        named.hint(),
        JsonNodeFactory.instance.nullNode());
  }

  /**
   * The result.
   *
   * @throws SluiceException the error that ended the request, as if it had happened here
   */
  JsonNode require() {
    if (!code.isEmpty()) {
      throw Errors.met(code, exitCode, message, hint);
    }
    return result;
  }
}
