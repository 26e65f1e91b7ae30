package io.velaria.vector;

/**
 * Scores of pairs of vectors. A score is defined as what sequential double accumulation in index order gives, so that it
 * is the same on every machine and whichever way candidates were found. The methods over four rows at once keep that
 * order in each row; they only let the processor overlap rows that do not depend on each other.
 */
public final class Distance {
    private Distance() {}

    /** The score of two vectors that start at the given offsets. */
    public static double score(Metric metric, float[] a, int aOffset, float[] b, int bOffset, int dimension) {
        return switch (metric) {
            case DOT -> dot(a, aOffset, b, bOffset, dimension);
            case L2 -> Math.sqrt(squaredL2(a, aOffset, b, bOffset, dimension));
            case COSINE -> {
                double aa = dot(a, aOffset, a, aOffset, dimension);
                double bb = dot(b, bOffset, b, bOffset, dimension);
                yield cosine(dot(a, aOffset, b, bOffset, dimension), aa, bb);
            }
        };
    }

    public static double dot(float[] a, int aOffset, float[] b, int bOffset, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += (double) a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }

    public static double squaredL2(float[] a, int aOffset, float[] b, int bOffset, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            double difference = (double) a[aOffset + i] - b[bOffset + i];
            sum += difference * difference;
        }
        return sum;
    }

    /** Cosine distance from the dot product and the squared norms; 1 where either vector is zero. */
    public static double cosine(double dot, double aa, double bb) {
        if (aa == 0 || bb == 0) {
            return 1;
        }
        double similarity = dot / (Math.sqrt(aa) * Math.sqrt(bb));
        return 1 - Math.max(-1, Math.min(1, similarity));
    }

    /**
     * Scores of rows against one query.
     *
     * @param elements row-major vectors
     * @param rows which rows, {@code count} of them
     * @param query the query vector
     * @param querySquaredNorm {@code dot(query, query)}
     * @param scores receives the score of {@code rows[i]} at {@code i}
     */
    static void scores(
            Metric metric,
            float[] elements,
            int dimension,
            int[] rows,
            int count,
            float[] query,
            double querySquaredNorm,
            double[] scores) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            int a = rows[i] * dimension;
            int b = rows[i + 1] * dimension;
            int c = rows[i + 2] * dimension;
            int d = rows[i + 3] * dimension;
            switch (metric) {
                case DOT -> dot4(elements, a, b, c, d, query, dimension, scores, i);
                case L2 -> l2of4(elements, a, b, c, d, query, dimension, scores, i);
                case COSINE -> cosine4(elements, a, b, c, d, query, querySquaredNorm, dimension, scores, i);
            }
        }
        for (; i < count; i++) {
            scores[i] = score(metric, elements, rows[i] * dimension, query, 0, dimension);
        }
    }

    private static void dot4(
            float[] x, int a, int b, int c, int d, float[] query, int dimension, double[] scores, int at) {
        double sa = 0;
        double sb = 0;
        double sc = 0;
        double sd = 0;
        for (int i = 0; i < dimension; i++) {
            double q = query[i];
            sa += x[a + i] * q;
            sb += x[b + i] * q;
            sc += x[c + i] * q;
            sd += x[d + i] * q;
        }
        scores[at] = sa;
        scores[at + 1] = sb;
        scores[at + 2] = sc;
        scores[at + 3] = sd;
    }

    private static void l2of4(
            float[] x, int a, int b, int c, int d, float[] query, int dimension, double[] scores, int at) {
        double sa = 0;
        double sb = 0;
        double sc = 0;
        double sd = 0;
        for (int i = 0; i < dimension; i++) {
            double q = query[i];
            double da = x[a + i] - q;
            double db = x[b + i] - q;
            double dc = x[c + i] - q;
            double dd = x[d + i] - q;
            sa += da * da;
            sb += db * db;
            sc += dc * dc;
            sd += dd * dd;
        }
        scores[at] = Math.sqrt(sa);
        scores[at + 1] = Math.sqrt(sb);
        scores[at + 2] = Math.sqrt(sc);
        scores[at + 3] = Math.sqrt(sd);
    }

    private static void cosine4(
            float[] x,
            int a,
            int b,
            int c,
            int d,
            float[] query,
            double querySquaredNorm,
            int dimension,
            double[] scores,
            int at) {
        double sa = 0;
        double sb = 0;
        double sc = 0;
        double sd = 0;
        double na = 0;
        double nb = 0;
        double nc = 0;
        double nd = 0;
        for (int i = 0; i < dimension; i++) {
            double q = query[i];
            double xa = x[a + i];
            double xb = x[b + i];
            double xc = x[c + i];
            double xd = x[d + i];
            sa += xa * q;
            sb += xb * q;
            sc += xc * q;
            sd += xd * q;
            na += xa * xa;
            nb += xb * xb;
            nc += xc * xc;
            nd += xd * xd;
        }
        scores[at] = cosine(sa, na, querySquaredNorm);
        scores[at + 1] = cosine(sb, nb, querySquaredNorm);
        scores[at + 2] = cosine(sc, nc, querySquaredNorm);
        scores[at + 3] = cosine(sd, nd, querySquaredNorm);
    }
}
