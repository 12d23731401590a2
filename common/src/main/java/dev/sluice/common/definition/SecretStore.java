package dev.sluice.common.definition;

/** Where secrets are that are neither in the environment nor in a file. */
@FunctionalInterface
public interface SecretStore {
  /**
   * The value a reference stands for.
   *
   * @throws Unreadable when there is none for whoever asks
   */
  String read(AwsSecretReference reference) throws Unreadable;

  /** Why a secret cannot be had; the message has nothing of any secret. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String why) {
      super(why);
    }
  }
}
