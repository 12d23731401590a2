package dev.sluice.local.doctor;

/**
 * One thing that {@link Doctor} looked at.
 *
 * @param name such as {@code java}: stable, for scripts
 * @param found what is there, with its values
 * @param fix what to do about it; empty when nothing needs to be done
 */
public record Check(String name, Result result, String found, String fix) {
  /** How it stands. */
  public enum Result {
    OK,
    /** Sluice runs, but something will be slower, missing or elsewhere. */
    WARN,
    /** Sluice does not run until this is fixed. */
    FAIL
  }

  static Check ok(String name, String found) {
    return new Check(name, Result.OK, found, "");
  }

  static Check warn(String name, String found, String fix) {
    return new Check(name, Result.WARN, found, fix);
  }

  static Check fail(String name, String found, String fix) {
    return new Check(name, Result.FAIL, found, fix);
  }
}
