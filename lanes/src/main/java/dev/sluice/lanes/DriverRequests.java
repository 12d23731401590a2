package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;

/** Does every kind of request. */
record DriverRequests(
    Swap swap,
    Maintenance maintenance,
    GenerationRemoval removal,
    Resume resume,
    QuarantineRequests quarantine,
    Apply apply,
    ErasureRequests erasure)
    implements RequestHandler {
  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    return handler(request).handle(request, work);
  }

  private RequestHandler handler(Request request) {
    if (request instanceof Request.Swap) {
      return swap;
    }
    if (request instanceof Request.Maintain) {
      return maintenance;
    }
    if (request instanceof Request.RemoveGenerations) {
      return removal;
    }
    if (request instanceof Request.Apply) {
      return apply;
    }
    if (request instanceof Request.Erase) {
      return erasure;
    }
    return request instanceof Request.Resume ? resume : quarantine;
  }
}
