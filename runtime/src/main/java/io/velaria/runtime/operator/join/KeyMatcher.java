package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.ListCodec;
import io.velaria.runtime.type.PhysicalKind;
import java.util.Arrays;

/**
 * Compares keys of the two sides, many pairs at a time. Integers compare by value whatever their widths; -0.0 equals 0.0
 * and NaN equals NaN. With its scratch memory; one for each task.
 */
final class KeyMatcher {
    private long[] buildLongs = {};
    private long[] probeLongs = {};
    private double[] buildDoubles = {};
    private double[] probeDoubles = {};
    private int[] buildCodes = {};
    private int[] probeCodes = {};
    private boolean[] undecided = {};

    /**
     * Clears {@code equal[i]} where row {@code ids[i]} of the build side differs from row {@code positions[i]} of the
     * probe side.
     *
     * @param nullsEqual whether NULL equals NULL; else NULL equals nothing
     */
    void compare(
            Vector build, int[] ids, Vector probe, int[] positions, int count, boolean nullsEqual, boolean[] equal) {
        boolean someNull = build.mayHaveNulls() || probe.mayHaveNulls();
        if (someNull) {
            settleNulls(build, ids, probe, positions, count, nullsEqual, equal);
        }
        switch (build.kind()) {
            case INT8, INT16, INT32, INT64, INT128 -> compareIntegers(build, ids, probe, positions, count, equal);
            case FLOAT32, FLOAT64 -> compareDoubles(build, ids, probe, positions, count, equal);
            case BYTES -> compareStrings(build, ids, probe, positions, count, equal);
            default -> compareLists(build, ids, probe, positions, count, equal);
        }
        if (someNull) {
            for (int i = 0; i < count; i++) {
                equal[i] |= undecided[i]; // two NULLs that equal each other
            }
        }
    }

    /** Takes pairs with a NULL out of the comparison of values, which may be anything there. */
    private void settleNulls(
            Vector build, int[] ids, Vector probe, int[] positions, int count, boolean nullsEqual, boolean[] equal) {
        if (undecided.length < count) {
            undecided = new boolean[Math.max(count, Batch.MAX_ROWS)];
        }
        for (int i = 0; i < count; i++) {
            boolean a = build.isNull(ids[i]);
            boolean b = probe.isNull(positions[i]);
            undecided[i] = equal[i] && a && b && nullsEqual;
            equal[i] &= !a && !b;
        }
    }

    private void compareIntegers(Vector build, int[] ids, Vector probe, int[] positions, int count, boolean[] equal) {
        if (buildLongs.length < count) {
            buildLongs = new long[Math.max(count, Batch.MAX_ROWS)];
            probeLongs = new long[buildLongs.length];
        }
        Decoder.longs(build, ids, count, buildLongs);
        Decoder.longs(probe, positions, count, probeLongs);
        for (int i = 0; i < count; i++) {
            equal[i] &= buildLongs[i] == probeLongs[i];
        }
        if (build.kind() == PhysicalKind.INT128 || probe.kind() == PhysicalKind.INT128) {
            Decoder.highs(build, ids, count, buildLongs);
            Decoder.highs(probe, positions, count, probeLongs);
            for (int i = 0; i < count; i++) {
                equal[i] &= buildLongs[i] == probeLongs[i];
            }
        }
    }

    private void compareDoubles(Vector build, int[] ids, Vector probe, int[] positions, int count, boolean[] equal) {
        if (buildDoubles.length < count) {
            buildDoubles = new double[Math.max(count, Batch.MAX_ROWS)];
            probeDoubles = new double[buildDoubles.length];
        }
        Decoder.doubles(build, ids, count, buildDoubles);
        Decoder.doubles(probe, positions, count, probeDoubles);
        for (int i = 0; i < count; i++) {
            double a = buildDoubles[i];
            double b = probeDoubles[i];
            equal[i] &= a == b || Double.isNaN(a) && Double.isNaN(b);
        }
    }

    private void compareStrings(Vector build, int[] ids, Vector probe, int[] positions, int count, boolean[] equal) {
        if (build instanceof DictionaryVector a
                && probe instanceof DictionaryVector b
                && a.dictionary() != null
                && a.dictionary() == b.dictionary()) {
            if (buildCodes.length < count) {
                buildCodes = new int[Math.max(count, Batch.MAX_ROWS)];
                probeCodes = new int[buildCodes.length];
            }
            Decoder.codes(a, ids, count, buildCodes);
            Decoder.codes(b, positions, count, probeCodes);
            for (int i = 0; i < count; i++) {
                equal[i] &= buildCodes[i] == probeCodes[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            if (equal[i]) {
                int id = ids[i];
                int row = positions[i];
                equal[i] = Bytes.equal(
                        build.stringBase(id),
                        build.stringOffset(id),
                        build.stringLength(id),
                        probe.stringBase(row),
                        probe.stringOffset(row),
                        probe.stringLength(row));
            }
        }
    }

    private static void compareLists(
            Vector build, int[] ids, Vector probe, int[] positions, int count, boolean[] equal) {
        for (int i = 0; i < count; i++) {
            if (equal[i]) {
                equal[i] = Arrays.equals(ListCodec.encode(build, ids[i]), ListCodec.encode(probe, positions[i]));
            }
        }
    }
}
