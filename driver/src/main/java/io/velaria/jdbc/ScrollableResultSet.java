package io.velaria.jdbc;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.execution.Cursor;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** All rows of a query, kept as its batches on the first move, to be read in any direction. */
final class ScrollableResultSet extends VelariaResultSet {
    private List<Batch> batches;
    private long[] starts; // number of the rows before each batch, and at the end of all
    private int current = -1;
    private long position; // from 1; 0 before the first row, count + 1 after the last

    ScrollableResultSet(ResultShape shape, Cursor cursor, VelariaStatement statement, ZoneId zone, long maxRows) {
        super(shape, cursor, statement, zone, maxRows);
    }

    private long count() throws SQLException {
        checkOpen();
        if (batches == null) {
            List<Batch> kept = new ArrayList<>();
            long rows = 0;
            Batch batch = rows < maxRows() ? fetch() : null;
            while (batch != null) {
                if (batch.size() > 0) {
                    Batch wanted = batch.head((int) Math.min(batch.size(), maxRows() - rows));
                    kept.add(VectorCopier.copy(wanted));
                    rows += wanted.size();
                }
                batch = rows < maxRows() ? fetch() : null;
            }
            release();
            starts = new long[kept.size() + 1];
            for (int i = 0; i < kept.size(); i++) {
                starts[i + 1] = starts[i] + kept.get(i).size();
            }
            batches = kept;
        }
        return starts[starts.length - 1];
    }

    private boolean moveTo(long target) throws SQLException {
        long count = count();
        if (target < 1 || target > count) {
            position = target < 1 ? 0 : count + 1;
            current = -1;
            standNowhere();
            return false;
        }
        if (current < 0 || target <= starts[current] || target > starts[current + 1]) {
            current = find(target);
            bind(batches.get(current), batches.get(current).size());
        }
        position = target;
        standOn((int) (target - 1 - starts[current]));
        return true;
    }

    private int find(long target) {
        int low = 0;
        int high = batches.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] < target) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public boolean next() throws SQLException {
        return moveTo(position > count() ? position : position + 1);
    }

    @Override
    public boolean previous() throws SQLException {
        return moveTo(position - 1);
    }

    @Override
    public boolean absolute(int target) throws SQLException {
        return moveTo(target >= 0 ? target : count() + 1 + target);
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        return moveTo(position + rows);
    }

    @Override
    public boolean first() throws SQLException {
        return moveTo(1);
    }

    @Override
    public boolean last() throws SQLException {
        return moveTo(count());
    }

    @Override
    public void beforeFirst() throws SQLException {
        moveTo(0);
    }

    @Override
    public void afterLast() throws SQLException {
        moveTo(count() + 1);
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return count() > 0 && position == 0;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return count() > 0 && position > count();
    }

    @Override
    public boolean isFirst() throws SQLException {
        return count() > 0 && position == 1;
    }

    @Override
    public boolean isLast() throws SQLException {
        return count() > 0 && position == count();
    }

    @Override
    public int getRow() throws SQLException {
        return position > count() ? 0 : (int) Math.min(Integer.MAX_VALUE, position);
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return TYPE_SCROLL_INSENSITIVE;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
    }
}
