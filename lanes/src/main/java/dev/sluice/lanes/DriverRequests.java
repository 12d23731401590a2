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
    implements RequestHandler<Request> {
  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    if (request instanceof Request.Swap asked) {
      return swap.handle(asked, work);
    }
    if (request instanceof Request.Maintain asked) {
      return maintenance.handle(asked, work);
    }
    if (request instanceof Request.RemoveGenerations asked) {
      return removal.handle(asked, work);
    }
    if (request instanceof Request.Resume asked) {
      return resume.handle(asked, work);
    }
    if (request instanceof Request.OfQuarantine asked) {
      return quarantine.handle(asked, work);
    }
    if (request instanceof Request.Apply asked) {
      return apply.handle(asked, work);
    }
    return erasure.handle((Request.Erase) request, work);
  }
}
