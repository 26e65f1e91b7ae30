package io.velaria.runtime.operator.aggregate;

/**
 * Sums and sums of products of one or two variables for all groups: y and, where there is a second one, x. Those of
 * integers ({@link IntegerMoments}) and of doubles ({@link PairMoments}) are kept differently, and read in one way.
 */
abstract class Moments {
    /** A variable, or the products of two. */
    enum Term {
        Y,
        YY,
        X,
        XX,
        XY
    }

    final int terms;
    private int[] zeros = {};

    /** @param two whether there are two variables */
    Moments(boolean two) {
        this.terms = two ? Term.values().length : Term.X.ordinal();
    }

    /** Makes room for groups {@code [0, groups)}; new ones start empty. */
    abstract void ensure(int groups);

    /** The number of rows of a group. */
    abstract long count(int group);

    /** The sum of a variable, in its own unit. */
    abstract double sum(Term variable, int group);

    /** The sum of the products of two variables' distances from their means, in their own units; never negative for one. */
    abstract double deviation(Term product, int group);

    abstract long bytes();

    /** The groups of rows, 0 for all where they are not told apart. */
    final int[] groups(Selected rows) {
        if (rows.groups() != null) {
            return rows.groups();
        }
        zeros = zeros.length < rows.count() ? new int[rows.count()] : zeros;
        return zeros;
    }

    static Term first(Term product) {
        return product == Term.YY ? Term.Y : Term.X;
    }

    static Term second(Term product) {
        return product == Term.XX ? Term.X : Term.Y;
    }
}
