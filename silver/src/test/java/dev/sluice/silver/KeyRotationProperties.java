package dev.sluice.silver;

import static dev.sluice.silver.People.K1;
import static dev.sluice.silver.People.K2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.table.SilverTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

class KeyRotationProperties {
  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final JudgeProgram FIRST = program(K1);
  private static final JudgeProgram ROTATED = program(K2, K1);
  private static final JudgeProgram FORGOTTEN = program(K2);

  /** An event sent before a rotation and again after it is one event, whenever that happens. */
  @Property(tries = 200)
  void aRotationDoesNotChangeWhatADuplicateIs(
      @ForAll @Size(max = 40) List<@IntRange(max = 12) Integer> ids,
      @ForAll @IntRange(max = 40) int rotatedAfter) {
    int split = Math.min(rotatedAfter, ids.size());
    List<UnsafeRow> before = new ArrayList<>();
    List<Boolean> duplicates = judge(FIRST, new DedupIndex(WITHIN), ids, 0, split, before);
    duplicates.addAll(
        judge(ROTATED, restored(ROTATED, before), ids, split, ids.size(), new ArrayList<>()));

    assertThat(duplicates)
        .isEqualTo(judge(FIRST, new DedupIndex(WITHIN), ids, 0, ids.size(), new ArrayList<>()));
  }

  @Property(tries = 20)
  void aKeyThatIsForgottenTooEarlyIsNot(@ForAll @IntRange(max = 12) int id) {
    List<UnsafeRow> before = new ArrayList<>();
    judge(FIRST, new DedupIndex(WITHIN), List.of(id, id), 0, 1, before);
    assertThat(
            judge(FORGOTTEN, restored(FORGOTTEN, before), List.of(id, id), 1, 2, new ArrayList<>()))
        .containsExactly(false);
  }

  @Property
  void equalTextsAreSignedEquallyAndOthersAreNot(@ForAll String one, @ForAll String other) {
    UTF8String signed = new Signer(K1).sign(UTF8String.fromString(one));
    Signer again = new Signer(K1);
    assertThat(again.sign(UTF8String.fromString(other)).equals(signed))
        .isEqualTo(one.equals(other));
    assertThat(again.sign(UTF8String.fromString(one))).isEqualTo(signed);
    UTF8String rotated = new Signer(K2).sign(UTF8String.fromString(one));
    assertThat(rotated.toString()).startsWith("k2:").doesNotEndWith(signed.toString().substring(3));
  }

  /** Whether each event is a duplicate; silver's rows of the others are added to {@code kept}. */
  private static List<Boolean> judge(
      JudgeProgram program,
      DedupIndex index,
      List<Integer> ids,
      int from,
      int to,
      List<UnsafeRow> kept) {
    JudgeKit kit = JudgeKit.borrow(program);
    BlockCount count = new BlockCount(program, kit);
    List<UnsafeRow> rows = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      JudgedRow row =
          kit.judge().judge(People.bronze(offset, People.person("e" + ids.get(offset))));
      count.add(row);
      rows.add(row.silver().copy());
    }
    kit.release(program);
    DedupBatch.Verdicts verdicts = DedupBatch.judge(List.of(count.summary().claims()), index);
    BitSet duplicates = verdicts.duplicates().get(0);
    List<Boolean> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      result.add(duplicates.get(i));
      if (!duplicates.get(i)) {
        kept.add(rows.get(i));
      }
    }
    return result;
  }

  /** The index as a start makes it of silver. */
  private static DedupIndex restored(JudgeProgram program, List<UnsafeRow> silver) {
    JudgeKit kit = JudgeKit.borrow(program);
    DedupIndex index = new DedupIndex(WITHIN);
    int arrivedAt = program.silverSchema().fieldIndex(SilverTable.ARRIVED_AT);
    for (UnsafeRow row : silver) {
      kit.key().read(row);
      index.restore(kit.key().high(), kit.key().low(), row.getLong(arrivedAt), 0);
    }
    kit.release(program);
    return index;
  }

  private static JudgeProgram program(HmacKey... keys) {
    try {
      Path directory = Files.createTempDirectory("sluice-rotation");
      JudgeProgram program = JudgeProgram.of(People.dataset(directory, keys));
      FileUtils.deleteDirectory(directory.toFile());
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
