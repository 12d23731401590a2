package dev.sluice.local;

import java.nio.file.Path;

/** Hears how far a download is; called often. */
public interface DownloadProgress {
  /** One line where a download begins, on stderr. */
  DownloadProgress STDERR =
      new DownloadProgress() {
        @Override
        public void begins(Path cache) {
          System.err.println("fetching a server, once, into " + cache);
        }

        @Override
        public void fetched(long bytes) {}

        @Override
        public void unpacked(double share) {}
      };

  /** It has to be fetched, which takes a while. */
  void begins(Path cache);

  /** So many bytes of the archive have arrived. */
  void fetched(long bytes);

  /** Unpacking has come so far, from 0 to 1. */
  void unpacked(double share);
}
