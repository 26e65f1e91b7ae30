package io.velaria.stream;

import io.velaria.runtime.execution.StreamProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a continuous query does. Written by its task, read by any thread. */
final class StreamMetrics implements StreamProgress {
    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final long BLOCKED_NANOS = 10_000_000;

    private final String queryId = "stream-query-" + SEQUENCE.incrementAndGet();
    private final StreamStrategy strategy;
    private boolean started;
    private boolean stopped;
    private long batchesPulled;
    private long batchesProcessed;
    private long blockedCount;
    private long pulledAt;
    private long batchNanos;
    private long stateNanos;
    private long lastStateNanos;
    private long lastBatchNanos;
    private String pulledOffset = "";
    private String processedOffset;
    private long maxBatchCells;
    private long stateBytes;

    StreamMetrics(StreamStrategy strategy) {
        this.strategy = strategy;
    }

    /** A batch goes on its way through the query to the reader. */
    synchronized void batchPulled(int rows, int columns, String offset) {
        batchesPulled++;
        pulledAt = System.nanoTime();
        pulledOffset = offset;
        stateNanos = 0;
        maxBatchCells = Math.max(maxBatchCells, (long) rows * columns);
    }

    /** The source is asked for more: the reader is done with the batch before, if there was one. */
    synchronized void batchDone() {
        started = true;
        if (batchesProcessed == batchesPulled) {
            return;
        }
        batchesProcessed = batchesPulled;
        processedOffset = pulledOffset;
        lastBatchNanos = System.nanoTime() - pulledAt;
        lastStateNanos = stateNanos;
        if (lastBatchNanos - batchNanos > BLOCKED_NANOS) {
            blockedCount++;
        }
        batchNanos = 0;
    }

    /** @param bytes that the state holds now */
    synchronized void stateUpdated(long nanos, long bytes) {
        stateNanos += nanos;
        batchNanos += nanos;
        stateBytes = bytes;
    }

    synchronized void stopped() {
        stopped = true;
    }

    @Override
    public synchronized String snapshotJson() {
        long inflight = batchesPulled - batchesProcessed;
        boolean waits = inflight > 0 && !stopped && System.nanoTime() - pulledAt > BLOCKED_NANOS;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("query_id", queryId);
        fields.put("status", stopped ? "stopped" : waits ? "backpressure" : started ? "running" : "created");
        fields.put("requested_execution_mode", StreamStrategy.MODE);
        fields.put("execution_mode", StreamStrategy.MODE);
        fields.put("execution_reason", StreamStrategy.REASON);
        fields.put("transport_mode", StreamStrategy.TRANSPORT);
        fields.put("aggregate_impl", strategy.aggregateImplementation());
        fields.put("aggregate_reason", strategy.aggregateReason());
        fields.put("batches_pulled", batchesPulled);
        fields.put("batches_processed", batchesProcessed);
        fields.put("blocked_count", blockedCount);
        fields.put("max_backlog_batches", batchesPulled == 0 ? 0 : 1);
        fields.put("inflight_batches", stopped ? 0 : inflight);
        fields.put("inflight_partitions", stopped ? 0 : inflight);
        fields.put("last_batch_latency_ms", lastBatchNanos / 1_000_000);
        fields.put("last_sink_latency_ms", null);
        fields.put("last_state_latency_ms", lastStateNanos / 1_000_000);
        fields.put("last_source_offset", processedOffset);
        fields.put("backpressure_active", waits);
        fields.put("actor_eligible", false);
        fields.put("used_actor_runtime", false);
        fields.put("used_shared_memory", false);
        fields.put("has_stateful_ops", strategy.grouped());
        fields.put("has_window", false);
        fields.put("sink_is_blocking", true);
        fields.put("source_is_bounded", false);
        fields.put("estimated_partitions", 1);
        fields.put("projected_payload_bytes", null);
        fields.put("sampled_batches", 0);
        fields.put("sampled_rows_per_batch", null);
        fields.put("average_projected_payload_bytes", null);
        fields.put("actor_speedup", null);
        fields.put("compute_to_overhead_ratio", null);
        fields.put("estimated_state_size_bytes", stateBytes);
        fields.put("estimated_batch_cost", maxBatchCells);
        fields.put("backpressure_max_queue_batches", StreamStrategy.MAX_QUEUE_BATCHES);
        fields.put("backpressure_high_watermark", StreamStrategy.HIGH_WATERMARK);
        fields.put("backpressure_low_watermark", StreamStrategy.LOW_WATERMARK);
        fields.put("checkpoint_delivery_mode", StreamStrategy.checkpointDelivery());
        return json(fields);
    }

    private static String json(Map<String, Object> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> {
            json.append(json.length() > 1 ? ", " : "").append('"').append(name).append("\": ");
            if (value instanceof String text) {
                json.append('"');
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if (c == '"' || c == '\\') {
                        json.append('\\').append(c);
                    } else if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
                json.append('"');
            } else {
                json.append(value);
            }
        });
        return json.append('}').toString();
    }
}
