package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;

/** Does every kind of request. */
record DriverRequests(Swap swap, Maintenance maintenance) implements RequestHandler {
  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    return request instanceof Request.Swap
        ? swap.handle(request, work)
        : maintenance.handle(request, work);
  }
}
