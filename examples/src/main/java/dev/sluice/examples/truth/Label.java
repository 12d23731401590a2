package dev.sluice.examples.truth;

import java.util.Optional;

/**
 * What a generator means a record to be.
 *
 * @param kind in the generator's words
 * @param reason the quarantine reason it was made for
 * @param decodes whether its value can be read as an event, so that an oracle can judge its fields
 */
public record Label(
    String kind, Optional<String> reason, Optional<String> eventId, boolean decodes) {}
