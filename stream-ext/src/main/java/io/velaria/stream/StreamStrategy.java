package io.velaria.stream;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a continuous query runs: decided once, when it is planned, and then shown by EXPLAIN STREAM, followed by the query
 * and repeated in its progress.
 *
 * @param source name of the source table
 * @param grouped whether there is an aggregate, whose changes the query gives
 * @param limited whether the query ends after some rows
 */
public record StreamStrategy(String source, boolean grouped, boolean limited) implements Serializable {
    static final String MODE = "single-process";
    static final String REASON = "configured single-process execution";
    static final String TRANSPORT = "inproc";

    /** The reader holds one batch, and the next one is made when it is done with it. */
    static final int MAX_QUEUE_BATCHES = 1;

    static final int HIGH_WATERMARK = 1;
    static final int LOW_WATERMARK = 0;

    String aggregateImplementation() {
        return grouped ? "hash-ref" : "not-applicable";
    }

    String aggregateReason() {
        return grouped ? "one task updates the touched groups of each batch" : "the query has no aggregate";
    }

    /** Why no key-partitioned workers take part. */
    static String actorReason() {
        return "local-workers execution is not there";
    }

    /** Nothing is written to a checkpoint: a query that is started again reads its source from the start. */
    static String checkpointDelivery() {
        return "none";
    }

    /** The lines of EXPLAIN's section, by name. */
    Map<String, Object> entries() {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("requested_execution_mode", MODE);
        entries.put("execution_mode", MODE);
        entries.put("execution_reason", REASON);
        entries.put("transport_mode", TRANSPORT);
        entries.put("simd_backend", "none");
        entries.put("aggregate_impl", aggregateImplementation());
        entries.put("aggregate_reason", aggregateReason());
        entries.put("actor_eligible", false);
        entries.put("used_actor_runtime", false);
        entries.put("has_window", false);
        entries.put("has_stateful_ops", grouped);
        entries.put("sink_is_blocking", true);
        entries.put("source_is_bounded", false);
        entries.put("estimated_state_size_bytes", 0); // before it starts
        entries.put("backpressure_max_queue_batches", MAX_QUEUE_BATCHES);
        entries.put("backpressure_high_watermark", HIGH_WATERMARK);
        entries.put("backpressure_low_watermark", LOW_WATERMARK);
        entries.put("checkpoint_delivery_mode", checkpointDelivery());
        entries.put("local_worker_count", 1);
        entries.put("max_inflight_partitions", 1);
        entries.put("shared_memory_transport", false);
        entries.put("columnar_operator", true);
        return entries;
    }
}
