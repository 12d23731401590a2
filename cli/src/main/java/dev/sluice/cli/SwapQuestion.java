package dev.sluice.cli;

/**
 * Asks whether a generation is to be put in force. Nobody is there to answer where there is no
 * terminal: that is a no.
 *
 * @param yes the answer that was given beforehand
 */
record SwapQuestion(Console console, boolean yes) {

  boolean ask(String what, Progress progress) {
    if (yes) {
      return true;
    }
    if (System.console() == null) {
      progress.say("not swapped: nobody was there to ask; pass --yes to put " + what + " in force");
      return false;
    }
    boolean isYes = new Confirmation(console, false).ask("Put " + what + " in force? Type `yes`: ");
    if (!isYes) {
      progress.say("not swapped: the answer was not `yes`");
    }
    return isYes;
  }
}
