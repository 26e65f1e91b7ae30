package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Concatenation;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Makes the columns, the index and the sets of keys of a {@link JoinTable} from the rows kept, as stages of work that
 * several tasks do: columns and sets first, then the index, which is chosen by what the keys are. The results are the
 * same however many tasks there are.
 */
final class TableAssembly implements Supplier<List<Runnable>> {
    /** With more keys a filter costs more than it saves. */
    private static final int MOST_FILTER_KEYS = 1 << 22;

    /** An index by one of several keys is used where no more rows than this share a key on average. */
    private static final int MOST_ROWS_PER_KEY = 2;

    /** Texts of so few rows are numbered, so that whatever reads the join's result finds codes. */
    private static final int MOST_NUMBERED_TEXTS = 1 << 10;

    private enum Stage {
        COLUMNS,
        INDEX,
        CHECK,
        END
    }

    private final JoinSpec spec;
    private final QueryContext context;
    private final LongConsumer memory;
    private final List<BuildRun> runs;
    private final int[] firstRows; // per run, the id of its first row
    private final boolean[] wantsKeySet;
    private final int size;
    private final int count; // of rows whose keys can match
    private final int parts;
    private final Vector[] columns;
    private final long[] least; // per integer key
    private final long[] greatest;
    private final KeySet.Builder[] sets;
    private final KeySet[] keySets;
    private Stage stage = Stage.COLUMNS;
    private RowIndex index;

    /**
     * @param runs in their order; a column's parts are let go once it is there
     * @param wantsKeySet keys whose sets are wanted, unless they are too many to be of use
     * @param memory told the bytes that are taken, before that; thread-safe
     * @param tasks for how many there should be work
     */
    TableAssembly(
            JoinSpec spec,
            QueryContext context,
            List<BuildRun> runs,
            int size,
            boolean[] wantsKeySet,
            LongConsumer memory,
            int tasks) {
        this.spec = spec;
        this.context = context;
        this.memory = memory;
        this.runs = runs;
        this.size = size;
        this.wantsKeySet = wantsKeySet;
        this.parts = Integer.highestOneBit(tasks);
        this.columns = size == 0 ? new Vector[0] : new Vector[runs.get(0).columns().length];
        this.firstRows = new int[runs.size()];
        this.least = new long[spec.keyCount()];
        this.greatest = new long[spec.keyCount()];
        this.sets = new KeySet.Builder[spec.keyCount()];
        this.keySets = new KeySet[spec.keyCount()];
        int row = 0;
        int nulls = 0;
        for (int r = 0; r < firstRows.length; r++) {
            firstRows[r] = row;
            row += runs.get(r).size();
            nulls += runs.get(r).nullKeyCount();
        }
        this.count = size - nulls;
        for (int k = 0; k < least.length; k++) {
            least[k] = Long.MAX_VALUE;
            greatest[k] = Long.MIN_VALUE;
            for (int r = 0; r < firstRows.length && spec.isIntegerKey(k); r++) {
                least[k] = Math.min(least[k], runs.get(r).least(k));
                greatest[k] = Math.max(greatest[k], runs.get(r).greatest(k));
            }
        }
    }

    /** The units of the next stage: one, where there is too little work for several tasks. */
    @Override
    public List<Runnable> get() {
        List<Runnable> units = new ArrayList<>();
        while (units.isEmpty() && stage != Stage.END) {
            switch (stage) {
                case COLUMNS -> {
                    addSets(units);
                    boolean isIndexKnown = units.isEmpty() || spec.keyCount() == 1 && isDense(0);
                    if (isIndexKnown) {
                        chooseIndex(parts);
                        addIndex(units);
                    }
                    addColumns(units);
                    stage = isIndexKnown ? Stage.CHECK : Stage.INDEX;
                }
                case INDEX -> {
                    takeSets();
                    chooseIndex(parts);
                    addIndex(units);
                    stage = Stage.CHECK;
                }
                default -> {
                    takeSets();
                    if (index.isOverfull()) {
                        memory.accept(-HashedIndex.bytes(count));
                        chooseIndex(1);
                        addIndex(units);
                    }
                    stage = Stage.END;
                }
            }
        }
        if (units.isEmpty()) {
            dropSets();
        }
        return parts > 1 || units.isEmpty() ? units : List.of(() -> units.forEach(Runnable::run));
    }

    private boolean mayIndexByKey() {
        return !context.settings().isOff(JoinTranslation.KEY_INDEX);
    }

    private boolean isWanted(int key) {
        return wantsKeySet[key] && count <= MOST_FILTER_KEYS;
    }

    /** Whether an index of an array is the one to take, whatever the values are. */
    private boolean isDense(int key) {
        return mayIndexByKey()
                && spec.isIntegerKey(key)
                && count > 0
                && DirectIndex.suits(least[key], greatest[key], count);
    }

    /** The sets that are wanted, and those that tell how good an index by their key would be. */
    private void addSets(List<Runnable> units) {
        for (int k = 0; k < sets.length; k++) {
            if (!spec.isIntegerKey(k)) {
                continue;
            }
            if (count == 0) {
                keySets[k] = KeySet.of(new long[0], 0);
                continue;
            }
            boolean ofUse = mayIndexByKey()
                    && KeySet.isExact(least[k], greatest[k], count)
                    && (spec.keyCount() > 1 || !isDense(k));
            if (isWanted(k) || ofUse) {
                memory.accept(KeySet.bytes(least[k], greatest[k], count));
                sets[k] = new KeySet.Builder(least[k], greatest[k], count, parts);
                for (int p = 0; p < parts; p++) {
                    int key = k;
                    int part = p;
                    units.add(() -> fillSet(key, part));
                }
            }
        }
    }

    private void fillSet(int key, int part) {
        for (BuildRun run : runs) {
            if (sets[key].mayConcern(part, run.least(key), run.greatest(key))) {
                sets[key].add(part, run.values(key), run.nullKeys(), run.size());
            }
        }
    }

    private void takeSets() {
        for (int k = 0; k < sets.length; k++) {
            if (sets[k] != null) {
                keySets[k] = sets[k].build();
            }
        }
    }

    private void dropSets() {
        for (int k = 0; k < keySets.length; k++) {
            if (keySets[k] != null && !isWanted(k)) {
                boolean isHeld = index instanceof RankedIndex && index.key() == k;
                memory.accept(isHeld ? 0 : -keySets[k].bytes());
                keySets[k] = null;
            }
        }
    }

    /** Goes by the integer key that leaves least to compare, and by hashes where none is selective and dense. */
    private void chooseIndex(int indexParts) {
        RowIndex.Chains chains = new RowIndex.Chains(size, memory, context.cancellation());
        int best = RowIndex.HASHED;
        if (spec.keyCount() == 1 && isDense(0)) {
            best = 0;
        } else if (mayIndexByKey()) {
            best = mostSelectiveKey();
        }
        if (best == RowIndex.HASHED) {
            int fitting = HashedIndex.suits(count, indexParts) ? indexParts : 1;
            memory.accept(HashedIndex.bytes(count));
            index = new HashedIndex(chains, count, spec.hasOneIntegerKey(), fitting);
        } else if (DirectIndex.suits(least[best], greatest[best], count)) {
            memory.accept(DirectIndex.bytes(least[best], greatest[best]));
            index = new DirectIndex(best, chains, least[best], greatest[best], indexParts);
        } else {
            memory.accept(RankedIndex.bytes(keySets[best]));
            index = new RankedIndex(best, chains, keySets[best], indexParts);
        }
    }

    private int mostSelectiveKey() {
        int best = RowIndex.HASHED;
        int leastDistinct = spec.keyCount() == 1 ? 1 : Math.max(1, count / MOST_ROWS_PER_KEY);
        for (int k = 0; k < keySets.length; k++) {
            if (keySets[k] != null && keySets[k].isExact() && keySets[k].distinct() >= leastDistinct) {
                best = k;
                leastDistinct = keySets[k].distinct() + 1;
            }
        }
        return best;
    }

    private void addIndex(List<Runnable> units) {
        int indexParts = index.parts();
        for (int p = 0; p < indexParts; p++) {
            int part = p;
            units.add(() -> fillIndex(part));
        }
    }

    private void fillIndex(int part) {
        int key = index.key();
        for (int r = firstRows.length - 1; r >= 0; r--) {
            context.cancellation().check();
            BuildRun run = runs.get(r);
            if (key == RowIndex.HASHED || index.mayHavePlace(part, run.least(key), run.greatest(key))) {
                index.add(part, run.values(key), run.nullKeys(), firstRows[r], run.size());
            }
        }
    }

    /** Texts first, as they take longest. */
    private void addColumns(List<Runnable> units) {
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            boolean isText = runs.get(0).columns()[c].kind() == PhysicalKind.BYTES;
            units.add(isText ? 0 : units.size(), () -> putTogether(column));
        }
    }

    private void putTogether(int column) {
        context.cancellation().check();
        List<Vector> vectors = new ArrayList<>(runs.size());
        for (BuildRun run : runs) {
            vectors.add(run.columns()[column]);
        }
        memory.accept(Concatenation.bytes(vectors, size));
        Vector all = Concatenation.of(vectors, size);
        if (all instanceof StringVector texts
                && size <= MOST_NUMBERED_TEXTS
                && texts.type().kind() == TypeKind.VARCHAR) {
            memory.accept(texts.sizeInBytes() + 4L * size);
            all = numbered(texts);
        }
        columns[column] = all.kept();
        for (BuildRun run : runs) {
            run.columns()[column] = null;
        }
    }

    private Vector numbered(StringVector texts) {
        Dictionary dictionary = new Dictionary(texts.type());
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = texts.isNull(i)
                    ? 0
                    : dictionary.code(texts.bytes(), texts.stringOffset(i), texts.stringLength(i), true);
        }
        if (dictionary.size() == 0) {
            return texts;
        }
        IntVector numbers = new IntVector(texts.type(), codes, texts.validity(), size);
        return new DictionaryVector(numbers, dictionary.values(), dictionary);
    }

    /** The columns of all rows, once the work is done; none where there are no rows. */
    Vector[] columns() {
        return columns;
    }

    RowIndex index() {
        return index;
    }

    /** The sets that are wanted, by key; null where they are too many to be of use. */
    KeySet[] keySets() {
        return keySets;
    }

    /** Rows with a NULL in a key where NULL matches nothing. */
    int[] nullKeyRows() {
        int[] rows = new int[size - count];
        int n = 0;
        for (int r = 0; r < firstRows.length; r++) {
            boolean[] nullKeys = runs.get(r).nullKeys();
            for (int i = 0; nullKeys != null && i < nullKeys.length; i++) {
                if (nullKeys[i]) {
                    rows[n++] = firstRows[r] + i;
                }
            }
        }
        return rows;
    }
}
