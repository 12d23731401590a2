package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureLedgerTest {
  private static final List<RecordIdentity> RECORDS =
      List.of(
          new RecordIdentity("main", "clicks", 1, 7, 1_700_000_000_000_000L),
          new RecordIdentity("main", "clicks", 0, 12, 1_700_000_000_000_001L),
          new RecordIdentity("main", "clicks", 1, 3, 1_600_000_000_000_000L));

  @TempDir Path lake;

  @Test
  void anErasureIsFoundAgainWithItsRecordsAndWithoutThePerson() throws IOException {
    ErasureLedger ledger =
        new ErasureLedger(new Lake(lake.toString()), new Configuration(), "clicks");
    Subject ada = Subject.of("ada-lovelace");
    ErasureLedger.Entry begun =
        ErasureLedger.Entry.begun("one", ada, Map.of("silver.clicks/g1", 2L), 0, RECORDS);

    ledger.write(begun);
    assertThat(ledger.find("one")).contains(begun);
    ledger.write(begun.finished().withoutBytes());

    assertThat(ledger.find("other")).isEmpty();
    assertThat(ledger.entries()).containsExactly(begun.finished().withoutBytes());
    assertThat(ledger.entries().get(0).done()).isTrue();
    assertThat(ledger.entries().get(0).vacuumed()).isTrue();
    assertThat(ErasureLedger.datasets(new Lake(lake.toString()), new Configuration()))
        .containsExactly("clicks");
    assertThat(ledger.entries().get(0).identities()).containsExactlyInAnyOrderElementsOf(RECORDS);
    assertThat(Files.readString(lake.resolve("_sluice/erasures/clicks/one.json")))
        .contains(ada.hash())
        .doesNotContain("ada-lovelace");
  }

  @Test
  void aSubjectKnowsItselfAloneAndIsHashedOtherwiseEachTime() {
    Subject ada = Subject.of("ada");
    assertThat(ada.matcher().matches("ada".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(ada.matcher().matches("adam".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(Subject.of("ada")).isNotEqualTo(ada);
  }
}
