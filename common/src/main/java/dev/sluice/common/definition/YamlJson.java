package dev.sluice.common.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a YAML file as JSON, numbers with the digits they were written with. */
final class YamlJson {
  /** Deeper than any event is: an alias may lead back to where it stands. */
  private static final int DEEPEST = 32;

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,100}[.]?[0-9]{0,100}([eE][-+]?[0-9]{1,4})?");

  private YamlJson() {}

  /** Empty, and a problem, for what JSON does not have. */
  static Optional<JsonNode> of(YamlNode value) {
    return of(value, DEEPEST);
  }

  private static Optional<JsonNode> of(YamlNode value, int levels) {
    if (levels == 0) {
      value.problem("Nested too deep: " + Shown.text(value.path()));
      return Optional.empty();
    }
    if (value.isMapping()) {
      return Optional.of(object(value, levels));
    } else if (value.isList()) {
      return Optional.of(array(value, levels));
    }
    return value.scalarNode().flatMap(scalar -> scalar(scalar, value));
  }

  private static ObjectNode object(YamlNode value, int levels) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, YamlNode> entry : value.entries().entrySet()) {
      of(entry.getValue(), levels - 1).ifPresent(json -> object.set(entry.getKey(), json));
    }
    return object;
  }

  private static ArrayNode array(YamlNode value, int levels) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    value.elements().forEach(element -> of(element, levels - 1).ifPresent(array::add));
    return array;
  }

  private static Optional<JsonNode> scalar(ScalarNode scalar, YamlNode value) {
    String text = scalar.getValue();
    if (Tag.NULL.equals(scalar.getTag())) {
      return Optional.of(NullNode.getInstance());
    } else if (Tag.BOOL.equals(scalar.getTag())) {
      return Optional.of(BooleanNode.valueOf(Boolean.parseBoolean(text)));
    } else if (Tag.INT.equals(scalar.getTag()) && INTEGER.matcher(text).matches()) {
      return Optional.of(BigIntegerNode.valueOf(new BigInteger(text)));
    } else if (Tag.FLOAT.equals(scalar.getTag()) && DECIMAL.matcher(text).matches()) {
      return Optional.of(DecimalNode.valueOf(new BigDecimal(text)));
    } else if (!Tag.STR.equals(scalar.getTag())) {
      value.invalid("JSON has no such value; write a number in digits, or the event as raw");
      return Optional.empty();
    }
    return text.isBlank()
        ? Optional.of(TextNode.valueOf(text))
        : value.text().map(TextNode::valueOf);
  }
}
