package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.table.Lake;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Has a request done: by the driver that holds the lake's lease or, when there is none, here. Which
 * of the two the lease says at any moment, so a driver that dies over a request is noticed and one
 * that takes its time is not.
 *
 * @param <R> the kinds of requests
 */
public final class RequestClient<R extends Request> {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Leases leases;
  private final Requests requests;
  private final RequestHandler<R> own;
  private final Consumer<String> progress;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   * @param own does requests in this process
   * @param progress takes what whoever does a request says
   */
  public RequestClient(
      Lake lake, Configuration hadoop, RequestHandler<R> own, Consumer<String> progress) {
    this.leases = Leases.of(lake, hadoop);
    this.requests = new Requests(lake, hadoop);
    this.own = own;
    this.progress = progress;
  }

  /**
   * Posts a request and waits until it is done.
   *
   * @return what there is to know of it, by its kind
   * @throws dev.sluice.common.error.SluiceException why it was not done
   */
  public JsonNode execute(R request) throws InterruptedException {
    String id = requests.post(request);
    String said = "";
    Optional<Answer> answer = requests.answer(id);
    while (answer.isEmpty()) {
      try (Lease lease = leases.tryDriver().orElse(null)) {
        if (lease != null && requests.answer(id).isEmpty()) {
          RequestLoop.execute(requests, id, request, own, new StopSignal());
        }
      }
      Thread.sleep(POLL.toMillis());
      String now = requests.progress(id).map(Requests.Progress::text).orElse("");
      if (!now.equals(said)) {
        progress.accept(now);
        said = now;
      }
      answer = requests.answer(id);
    }
    requests.remove(id);
    return answer.get().require();
  }
}
