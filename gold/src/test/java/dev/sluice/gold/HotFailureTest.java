package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OUT_OF_MEMORY | ERR Error running script (call to f_2fd): @user_script:15: @user_script: 15: -OOM command not allowed when used memory > 'maxmemory'.
          OUT_OF_MEMORY | OOM command not allowed when used memory > 'maxmemory'. script: 2fd, on @user_script:15.
          READ_ONLY | READONLY You can't write against a read only replica.
          LOADING | LOADING Redis is loading the dataset in memory
          MOVED | MOVED 3999 127.0.0.1:6381
          MOVED | CROSSSLOT Keys in request don't hash to the same slot
          MISCONFIGURED | MISCONF Redis is configured to save RDB snapshots
          DENIED | NOAUTH Authentication required.
          BUSY | BUSY Redis is busy running a script.
          FOREIGN_KEY | WRONGTYPE Operation against a key holding the wrong kind of value
          OTHER | ERR unknown command 'EVALSHA'
          """)
  void anErrorReplyHasAKind(HotFailure kind, String reply) {
    assertThat(HotFailure.of(reply)).isEqualTo(kind);
  }
}
