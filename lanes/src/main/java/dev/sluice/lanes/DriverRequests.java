package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;

/** Does every kind of request. */
record DriverRequests(Swap swap, Maintenance maintenance, Resume resume) implements RequestHandler {
  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    if (request instanceof Request.Swap) {
      return swap.handle(request, work);
    }
    return request instanceof Request.Resume
        ? resume.handle(request, work)
        : maintenance.handle(request, work);
  }
}
