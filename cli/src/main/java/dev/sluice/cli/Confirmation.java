package dev.sluice.cli;

import dev.sluice.common.error.Errors;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/**
 * A person's word before something costly is done; only {@code yes} is a yes.
 *
 * @param yes the answer that was given beforehand
 */
record Confirmation(Console console, boolean yes) {

  /**
   * Asks whether to go on.
   *
   * @param what would be done
   * @throws dev.sluice.common.error.SluiceException SL-4015 when the answer is not yes
   */
  void require(String what) {
    if (!yes && !ask("This means " + what + ". Type `yes` to go on: ")) {
      throw Errors.notConfirmed(what);
    }
  }

  /** Asks a question of one's own. */
  boolean ask(String question) {
    if (yes) {
      return true;
    }
    console.error().print(question);
    console.error().flush();
    Scanner answer = new Scanner(System.in, StandardCharsets.UTF_8);
    return answer.hasNextLine() && answer.nextLine().strip().equals("yes");
  }
}
