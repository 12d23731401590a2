package dev.sluice.common.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * AWS as moto pretends it, in a process of its own that ends with this one. Installing moto on
 * first use is said on stderr.
 */
public final class MotoServer implements AutoCloseable {
  private static final Path EMR = Path.of(System.getProperty("sluice.home"), "emr");

  private final Process process;
  private final URI endpoint;

  private MotoServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts it on a free port. */
  public static MotoServer start() throws IOException, InterruptedException {
    Process install =
        new ProcessBuilder(EMR.resolve("bin/aws-tools").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String tools = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (install.waitFor() != 0) {
      throw new IllegalStateException("No moto: see above");
    }
    Process server =
        new ProcessBuilder(
                Path.of(tools.strip(), "bin", "python").toString(),
                EMR.resolve("aws-tools/moto-server.py").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String port =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return new MotoServer(server, URI.create("http://127.0.0.1:" + Integer.parseInt(port)));
  }

  /** Where it answers. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
