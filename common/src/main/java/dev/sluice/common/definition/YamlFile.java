package dev.sluice.common.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a file's one YAML document as nodes that know their places. */
final class YamlFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private YamlFile() {}

  /** The file's text; empty, and a problem, when it cannot be read as UTF-8. */
  static Optional<String> text(Report report) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(report.file())))
              .toString();
      return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (NoSuchFileException e) {
      report.problem("", "Cannot read the file: it does not exist");
    } catch (CharacterCodingException e) {
      report.problem("", "Cannot read the file: it is not UTF-8");
    } catch (IOException e) {
      report.problem("", "Cannot read the file: " + Shown.text(e.toString()));
    }
    return Optional.empty();
  }

  /** The root of the document; empty, and a problem, when the text is not one YAML document. */
  static Optional<YamlNode> root(String text, Report report) {
    try {
      Optional<Node> root = new Compose(settings(report)).composeString(text);
      if (root.isEmpty()) {
        report.problem("", "The file is empty");
      }
      return root.map(node -> new YamlNode(node, "", report));
    } catch (MarkedYamlEngineException e) {
      report.problemAt(place(e), "", "Not valid YAML: " + reason(e), Optional.empty());
    } catch (YamlEngineException e) {
      report.problem("", "Not valid YAML: " + Shown.text(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  static Report.Place place(Mark mark) {
    return new Report.Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static LoadSettings settings(Report report) {
    return LoadSettings.builder()
        .setLabel(report.file().toString())
        .setSchema(new CoreSchema())
        .setUseMarks(true)
        .build();
  }

  private static Report.Place place(MarkedYamlEngineException exception) {
    return exception
        .getProblemMark()
        .or(exception::getContextMark)
        .map(YamlFile::place)
        .orElse(new Report.Place(1, 1));
  }

  private static String reason(MarkedYamlEngineException exception) {
    String problem = Shown.text(String.valueOf(exception.getProblem()));
    String context = exception.getContext();
    return context == null || context.isBlank() ? problem : Shown.text(context) + ", " + problem;
  }
}
