package dev.sluice.examples.generate;

import dev.sluice.examples.truth.Label;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record ready to be sent, and what it is meant to be. */
public record Outgoing(ProducerRecord<byte[], byte[]> message, Label label) {}
