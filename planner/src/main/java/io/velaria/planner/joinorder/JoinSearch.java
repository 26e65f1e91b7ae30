package io.velaria.planner.joinorder;

import io.velaria.planner.joinorder.JoinGraph.Attachment;
import io.velaria.planner.joinorder.JoinGraph.EqualColumns;
import io.velaria.planner.joinorder.JoinGraph.Predicate;
import io.velaria.planner.joinorder.JoinGraph.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlKind;

/**
 * Searches for the order of joins whose intermediate results, hash tables and probes are smallest. Up to twelve relations
 * by dynamic programming over connected sets, each cut in two in every way (Moerkotte and Neumann 2006 call it DPsub);
 * more, or when time runs out, by joining again and again the two results that give the fewest rows (Fegaras 1998, GOO).
 */
final class JoinSearch {
    static final int MOST_EXHAUSTIVE = 12;
    private static final double BUILD = 2;
    private static final double PROBE = 1;

    private final JoinGraph graph;
    private final int size;
    private final long[] neighbours;
    private final long free;
    private final List<CompositeKey> compositeKeys;

    /** Two relations with several equal columns, and how many times more rows their join has than if these were independent. */
    private record CompositeKey(long pair, double factor) {}

    /** A result: a relation or a join of two results. */
    record Node(long relations, Node left, Node right, double rows, double cost) {}

    JoinSearch(JoinGraph graph) {
        this.graph = graph;
        this.size = graph.relations.size();
        this.neighbours = new long[size];
        long freeRelations = 0;
        for (int i = 0; i < size; i++) {
            Relation relation = graph.relations.get(i);
            if (relation.isFree()) {
                freeRelations |= 1L << i;
            }
        }
        this.free = freeRelations;
        graph.equalities.forEach(equal -> connect(equal.relations()));
        graph.predicates.forEach(predicate -> connect(predicate.relations()));
        this.compositeKeys = findCompositeKeys();
    }

    private void connect(long relations) {
        for (int i = 0; i < size; i++) {
            if ((relations >> i & 1) != 0) {
                neighbours[i] |= relations & ~(1L << i);
            }
        }
    }

    /** The best order found; the whole graph. */
    Node search(long budgetNanos) {
        Node best = size <= MOST_EXHAUSTIVE ? exhaustive(System.nanoTime() + budgetNanos) : null;
        return best == null ? greedy() : best;
    }

    private Node exhaustive(long deadline) {
        int sets = 1 << size;
        double[] cost = new double[sets];
        double[] rows = new double[sets];
        int[] cut = new int[sets];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        for (int i = 0; i < size; i++) {
            rows[1 << i] = graph.relations.get(i).rows();
            if ((free >> i & 1) != 0) {
                cost[1 << i] = 0;
            }
        }
        for (int set = 3; set < sets; set++) {
            if ((set & set - 1) == 0) {
                continue;
            }
            if ((set & 255) == 0 && System.nanoTime() - deadline > 0) {
                return null;
            }
            int lowest = set & -set;
            int others = set ^ lowest;
            // every part of the others goes with the lowest relation once, so no pair is seen twice
            for (int part = others; ; part = part - 1 & others) {
                int right = part;
                int left = set ^ part;
                if (right != 0) {
                    double price = cut(left, right, cost, rows, set);
                    if (price < cost[set]) {
                        cost[set] = price;
                        cut[set] = isAttached(left) ? right : left;
                    }
                }
                if (part == 0) {
                    break;
                }
            }
        }
        return Double.isInfinite(cost[sets - 1]) ? null : node(sets - 1, cut, rows, cost);
    }

    private double cut(int left, int right, double[] cost, double[] rows, int set) {
        boolean attached = isAttached(left) || isAttached(right);
        double before;
        if (attached) {
            int kept = isAttached(left) ? right : left;
            before = cost[kept];
        } else {
            before = cost[left] + cost[right];
        }
        if (Double.isInfinite(before) || !isConnected(left, right)) {
            return Double.POSITIVE_INFINITY;
        }
        if (rows[set] == 0) {
            rows[set] = rows(set);
        }
        return before + price(left, right, rows[left], rows[right], rows[set]);
    }

    private Node node(int set, int[] cut, double[] rows, double[] cost) {
        if (cut[set] == 0) {
            return new Node(set, null, null, rows[set], 0);
        }
        Node left = node(cut[set], cut, rows, cost);
        Node right = node(set ^ cut[set], cut, rows, cost);
        return join(left, right, rows[set], cost[set]);
    }

    /** Puts the side that is read through first, the one that a hash table is made of second. */
    private Node join(Node left, Node right, double rows, double cost) {
        boolean swap = isAttached(left.relations) || !isAttached(right.relations) && left.rows < right.rows;
        return new Node(
                left.relations | right.relations, swap ? right : left, swap ? left : right, Math.max(1, rows), cost);
    }

    private Node greedy() {
        List<Node> results = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            results.add(new Node(1L << i, null, null, graph.relations.get(i).rows(), 0));
        }
        while (results.size() > 1) {
            Node best = null;
            Node first = null;
            Node second = null;
            boolean crossing = true;
            for (int i = 0; i < results.size(); i++) {
                for (int j = i + 1; j < results.size(); j++) {
                    Node left = results.get(i);
                    Node right = results.get(j);
                    boolean connected = isConnected(left.relations, right.relations);
                    if (!connected && (!crossing || isAttached(left.relations) || isAttached(right.relations))) {
                        continue;
                    }
                    double rows = rows(left.relations | right.relations);
                    if (best == null || connected && crossing || rows < best.rows) {
                        double cost = left.cost
                                + right.cost
                                + price(left.relations, right.relations, left.rows, right.rows, rows);
                        best = join(left, right, rows, cost);
                        first = left;
                        second = right;
                        crossing = !connected;
                    }
                }
            }
            if (best == null) {
                throw new IllegalStateException("no join can be made next");
            }
            results.remove(first);
            results.remove(second);
            results.add(best);
        }
        return results.get(0);
    }

    private boolean isAttached(long set) {
        return (set & set - 1) == 0 && (set & free) == 0;
    }

    private boolean isConnected(long left, long right) {
        boolean leftAttached = isAttached(left);
        if (leftAttached || isAttached(right)) {
            long single = leftAttached ? left : right;
            long kept = leftAttached ? right : left;
            Attachment attachment =
                    graph.relations.get(Long.numberOfTrailingZeros(single)).attachment();
            return !isAttached(kept) && (attachment.needs() & ~kept) == 0;
        }
        boolean near = false;
        for (long rest = left; rest != 0 && !near; rest &= rest - 1) {
            near = (neighbours[Long.numberOfTrailingZeros(rest)] & right) != 0;
        }
        if (!near) {
            return false;
        }
        for (EqualColumns equal : graph.equalities) {
            if ((equal.relations() & left) != 0 && (equal.relations() & right) != 0) {
                return true;
            }
        }
        for (Predicate predicate : graph.predicates) {
            if (crosses(predicate, left, right)) {
                return true;
            }
        }
        return false;
    }

    private static boolean crosses(Predicate predicate, long left, long right) {
        long used = predicate.relations();
        return (used & ~(left | right)) == 0 && (used & left) != 0 && (used & right) != 0;
    }

    /** Rows of the join of a set; the same however it is cut. */
    private double rows(long set) {
        double rows = 1;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            Relation relation = graph.relations.get(Long.numberOfTrailingZeros(rest));
            rows *= relation.isFree() ? relation.rows() : relation.attachment().factor();
        }
        for (EqualColumns equal : graph.equalities) {
            rows /= domain(equal, set & equal.relations());
        }
        for (Predicate predicate : graph.predicates) {
            if ((predicate.relations() & ~set) == 0) {
                rows *= predicate.selectivity();
            }
        }
        return Math.max(1, rows * compositeKeys(set));
    }

    /** The product of the numbers of distinct values but the smallest: each of these joins keeps one in so many pairs. */
    private static double domain(EqualColumns equal, long members) {
        double product = 1;
        double least = Double.POSITIVE_INFINITY;
        for (long rest = members; rest != 0; rest &= rest - 1) {
            double distinct = equal.distinct()[Long.numberOfTrailingZeros(rest)];
            product *= distinct;
            least = Math.min(least, distinct);
        }
        return members == 0 ? 1 : product / least;
    }

    /**
     * What to multiply by since the columns of a composite key depend on one another: two relations that share several
     * keys have no more combinations of them than the smaller table has rows.
     */
    private double compositeKeys(long set) {
        double factor = 1;
        for (CompositeKey key : compositeKeys) {
            if ((key.pair & ~set) == 0) {
                factor *= key.factor;
            }
        }
        return factor;
    }

    private List<CompositeKey> findCompositeKeys() {
        List<CompositeKey> found = new ArrayList<>();
        for (int left = 0; left < size; left++) {
            for (int right = left + 1; right < size; right++) {
                double factor = compositeKey(left, right);
                if (factor != 1) {
                    found.add(new CompositeKey(1L << left | 1L << right, factor));
                }
            }
        }
        return found;
    }

    private double compositeKey(int left, int right) {
        int shared = 0;
        double product = 1;
        double smaller = Double.POSITIVE_INFINITY;
        for (EqualColumns equal : graph.equalities) {
            if (equal.columns()[left] >= 0 && equal.columns()[right] >= 0) {
                shared++;
                product *= Math.max(equal.distinct()[left], equal.distinct()[right]);
                smaller = Math.min(smaller, Math.min(tableRows(equal, left), tableRows(equal, right)));
            }
        }
        return shared < 2 || product <= smaller ? 1 : product / Math.max(1, smaller);
    }

    private double tableRows(EqualColumns equal, int relation) {
        double rows = graph.estimate(equal.columns()[relation]).tableRows();
        return Double.isNaN(rows) ? graph.relations.get(relation).rows() : rows;
    }

    private double price(long left, long right, double leftRows, double rightRows, double rows) {
        if (isHashable(left, right)) {
            return rows + BUILD * Math.min(leftRows, rightRows) + PROBE * Math.max(leftRows, rightRows);
        }
        return rows + leftRows * rightRows;
    }

    private boolean isHashable(long left, long right) {
        if (isAttached(left) || isAttached(right)) {
            long single = isAttached(left) ? left : right;
            return graph.relations
                    .get(Long.numberOfTrailingZeros(single))
                    .attachment()
                    .hashable();
        }
        for (EqualColumns equal : graph.equalities) {
            if ((equal.relations() & left) != 0 && (equal.relations() & right) != 0) {
                return true;
            }
        }
        for (Predicate predicate : graph.predicates) {
            if (predicate.condition().getKind() == SqlKind.EQUALS && crosses(predicate, left, right)) {
                return true;
            }
        }
        return false;
    }
}
