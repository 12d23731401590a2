package dev.sluice.lanes;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what commands ask the driver for, one request after the other, on a thread of its own, and
 * what the driver asks of itself between them. Requests that a driver before has left open come
 * first.
 */
final class RequestLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLoop.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Requests requests;
  private final RequestHandler<Request> handler;
  private final Consumer<RequestHandler.Work> between;
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;

  /**
   * @param between is called again and again while no request is open
   */
  RequestLoop(
      Requests requests, RequestHandler<Request> handler, Consumer<RequestHandler.Work> between) {
    this.requests = requests;
    this.handler = handler;
    this.between = between;
    this.thread = new Thread(this::run, "requests");
    thread.setDaemon(true);
  }

  RequestLoop start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (!stopping.isRaised()) {
        round();
        stopping.await(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      requests.removeOldAnswers();
      for (Requests.Open open : requests.open()) {
        if (!stopping.isRaised()) {
          execute(requests, open.id(), open.request(), handler, stopping);
        }
      }
      between.accept(new RequestHandler.Work(LOG::info, stopping::isRaised));
    } catch (RuntimeException e) {
      LOG.warn("Cannot read requests", e);
    }
  }

  /** Does a request and answers it, unless the process is to end before it is done. */
  static <R extends Request> void execute(
      Requests requests, String id, R request, RequestHandler<R> handler, StopSignal stopping) {
    LOG.info("Request {}: {}", id, request);
    RequestHandler.Work work =
        new RequestHandler.Work(text -> requests.progress(id, text), stopping::isRaised);
    try {
      work.progress().accept("begun");
      Answer answer = Answer.done(handler.handle(request, work));
      requests.answer(id, answer);
      LOG.info("Request {} is done: {}", id, answer.result());
    } catch (RequestHandler.Interrupted stays) {
      LOG.info("Request {} stays open: the process ends", id);
    } catch (Exception | LinkageError failure) {
      LOG.error("Request {} failed", id, failure);
      requests.answer(id, Answer.failed(failure));
    }
  }

  /** Ends after the request in hand, which is asked to end too. */
  @Override
  public void close() throws InterruptedException {
    stopping.raise();
    thread.join();
  }
}
