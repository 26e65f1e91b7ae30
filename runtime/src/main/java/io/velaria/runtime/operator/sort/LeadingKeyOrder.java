package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.List;

/** Orders rows of sorted runs by the first few of their keys alone, so that cuts never part rows equal in these. */
final class LeadingKeyOrder implements SortMerge.CutOrder {
    private final SortSpec spec;
    private final List<SortRun> runs;
    private final RowPages pages;
    private final SortKeyEncoder encoder;
    private final long[] words;
    private final long[] otherWords;

    LeadingKeyOrder(SortSpec full, int keys, List<SortRun> runs, RowPages pages) {
        this.spec = full.leading(keys);
        this.runs = runs;
        this.pages = pages;
        this.encoder = new SortKeyEncoder(spec);
        this.words = new long[spec.words()];
        this.otherWords = new long[spec.words()];
    }

    @Override
    public boolean isBefore(int run, int rank, int otherRun, int otherRank) {
        int id = runs.get(run).id(rank);
        int otherId = runs.get(otherRun).id(otherRank);
        encode(id, words);
        encode(otherId, otherWords);
        return spec.compare(words, 0, id, otherWords, 0, otherId, pages) < 0;
    }

    private void encode(int id, long[] target) {
        int[] row = {id};
        Vector[] columns = new Vector[pages.layout().columnCount()];
        for (int k = 0; k < spec.keyCount(); k++) {
            int column = spec.key(k).column();
            columns[column] = RowReader.gather(pages, column, row, 1);
        }
        encoder.encode(columns, null, 1, target);
    }
}
