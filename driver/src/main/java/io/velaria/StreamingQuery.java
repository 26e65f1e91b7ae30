package io.velaria;

/**
 * What a continuous query tells about itself: {@code resultSet.unwrap(StreamingQuery.class)}. May be asked from any
 * thread while another one reads.
 */
@FunctionalInterface
public interface StreamingQuery {
    /** A flat JSON object with the query's status, counters and strategy at this moment; null where nothing was measured. */
    String snapshotJson();
}
