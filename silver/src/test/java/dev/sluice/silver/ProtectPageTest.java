package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/how-to/protect.md shows is so. */
class ProtectPageTest {
  private static final Path PAGE = Path.of("../docs/how-to/protect.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|json)\n(.*?)^```$");
  private static final Pattern CELL = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| `([^`]*)` \\|$");
  private static final Pattern KEY = Pattern.compile("signed with the key `([0-9a-f]{64})`");

  @TempDir Path folder;

  @Test
  void theEventBecomesTheRow() throws Exception {
    String page = Files.readString(PAGE);
    List<String> blocks = texts(BLOCK, page, 2);
    String key = texts(KEY, page, 1).get(0);
    Files.writeString(folder.resolve("k1"), key + "\n");
    Files.writeString(folder.resolve("k2"), key.replace('6', '7'));
    Path dataset = Files.writeString(folder.resolve("visits.yaml"), blocks.get(1));
    Files.writeString(folder.resolve("visit.schema.json"), blocks.get(2));

    AnalyzedDataset visits = Definitions.require(List.of(dataset), platform(blocks.get(0))).get(0);
    JudgedRow row = new RowJudge(JudgeProgram.of(visits)).judge(People.bronze(0, blocks.get(3)));

    assertThat(row.verdict()).as(row.detail()).isEqualTo(Verdict.GOOD);
    List<MatchResult> cells = CELL.matcher(page).results().toList();
    assertThat(cells).hasSize(6);
    cells.forEach(
        cell ->
            assertThat(text(row.silver(), visits.silverSchema(), cell.group(1)))
                .as(cell.group(1))
                .isEqualTo(cell.group(2)));
    assertThat(row.silver().isNullAt(visits.silverSchema().fieldIndex("_extra"))).isTrue();
    assertThat(visits.silverSchema().fieldNames()).doesNotContain("note");

    PlatformDefinition rotated = platform(blocks.get(4));
    assertThat(rotated.hmacKeys()).extracting(k -> k.id()).containsExactly("k2", "k1");
  }

  private PlatformDefinition platform(String protection) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("platform.yaml"),
            """
            apiVersion: sluice/v1
            kind: Platform
            lake: lake
            clusters: {main: {bootstrapServers: "127.0.0.1:9092"}}
            """
                + protection.replace("/run/secrets/sluice-", folder + "/"));
    return PlatformReader.read(file, "", Map.of());
  }

  private static String text(UnsafeRow row, StructType silver, String column) {
    int at = silver.fieldIndex(column);
    return silver.fields()[at].dataType() instanceof DateType
        ? LocalDate.ofEpochDay(row.getInt(at)).toString()
        : row.getUTF8String(at).toString();
  }

  private static List<String> texts(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(match -> match.group(group)).toList();
  }
}
