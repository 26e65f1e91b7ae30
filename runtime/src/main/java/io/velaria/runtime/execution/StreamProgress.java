package io.velaria.runtime.execution;

/** What a continuous query tells about itself, from any thread, while it runs and afterwards. */
public interface StreamProgress {
    /** A flat JSON object of names and values at this moment. */
    String snapshotJson();
}
