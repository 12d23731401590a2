package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.sluice.common.definition.PlatformReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files and commands that the how-to pages of the formats show. */
class FormatsHowToTest {
  private static final Path PAGES = Path.of(System.getProperty("sluice.home"), "docs", "how-to");

  @TempDir Path folder;

  @Test
  void theDatasetOfTheAvroPageIsOneAndItsCommandsExist() throws IOException {
    String page = Files.readString(PAGES.resolve("avro.md"));
    Files.writeString(folder.resolve("click.avsc"), blocks(page, "json").get(0));
    Path dataset = Files.writeString(folder.resolve("clicks.yaml"), blocks(page, "yaml").get(0));

    assertThatEveryCommandRuns(page, dataset);
  }

  @Test
  void theDatasetOfTheJsonPageIsOneAndItsCommandsExist() throws IOException {
    String page = Files.readString(PAGES.resolve("json.md"));
    Files.writeString(folder.resolve("click.schema.json"), blocks(page, "json").get(0));
    Path dataset = Files.writeString(folder.resolve("clicks.yaml"), blocks(page, "yaml").get(0));

    assertThatEveryCommandRuns(page, dataset);
    TestConsole console = TestConsole.piped(folder);
    assertThat(console.run("test", dataset.toString())).as(console.out()).isZero();
    assertThat(console.out()).endsWith("1 passed, 0 failed\n");
  }

  @Test
  void theDatasetOfTheProtobufPageIsOneAndItsCommandsExist() throws IOException {
    String page = Files.readString(PAGES.resolve("protobuf.md"));
    Files.write(folder.resolve("shop.desc"), descriptors());
    Path dataset = Files.writeString(folder.resolve("orders.yaml"), blocks(page, "yaml").get(0));

    assertThatEveryCommandRuns(page, dataset);
  }

  /** What protoc makes of a message with an id and a time. */
  private static byte[] descriptors() {
    FieldDescriptorProto id =
        FieldDescriptorProto.newBuilder()
            .setName("id")
            .setNumber(1)
            .setType(FieldDescriptorProto.Type.TYPE_STRING)
            .build();
    FieldDescriptorProto at =
        FieldDescriptorProto.newBuilder()
            .setName("at")
            .setNumber(2)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName(".google.protobuf.Timestamp")
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addMessageType(DescriptorProto.newBuilder().setName("Order").addField(id).addField(at))
            .build();
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  @Test
  void theRegistryOfTheAvroPageIsReadFromAPlatformFile() throws IOException {
    String page = Files.readString(PAGES.resolve("avro.md"));
    String platform =
        """
        apiVersion: sluice/v1
        kind: Platform
        lake: lake
        clusters: {main: {bootstrapServers: "127.0.0.1:9092"}}
        """;
    Path file =
        Files.writeString(folder.resolve("platform.yaml"), platform + blocks(page, "yaml").get(1));

    assertThat(PlatformReader.load(file, "", Map.of("REGISTRY_PASSWORD", "x")).problems())
        .isEmpty();
  }

  private void assertThatEveryCommandRuns(String page, Path dataset) {
    for (String block : blocks(page, "sh")) {
      for (String line : block.lines().toList()) {
        String[] words =
            Stream.of(line.split(" "))
                .skip(1)
                .map(word -> word.endsWith(".yaml") ? dataset.toString() : word)
                .toArray(String[]::new);
        TestConsole console = TestConsole.piped(folder);
        if (words[0].equals("validate")) {
          assertThat(console.run(words)).as(console.out()).isZero();
        } else {
          assertThatCode(
                  () ->
                      Main.commandLine(console.console(), new FailureReport(console.console()))
                          .parseArgs(words))
              .doesNotThrowAnyException();
        }
      }
    }
  }

  private static List<String> blocks(String page, String language) {
    Pattern block =
        Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    return block.matcher(page).results().map(found -> found.group(1)).toList();
  }
}
