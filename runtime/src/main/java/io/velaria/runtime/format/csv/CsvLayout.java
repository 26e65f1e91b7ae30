package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which field of a file's records holds which column of the table.
 *
 * @param names the table's columns, without the file name
 * @param byName whether a header decides, in any order, and columns that it lacks are NULL; else columns stand in order,
 *     and a header must agree
 * @param declared whether the user named the columns; then a header with other names is left out, like PostgreSQL's COPY
 */
record CsvLayout(List<String> names, boolean byName, boolean declared) implements Serializable {
    CsvLayout {
        names = List.copyOf(names);
    }

    int width(List<String> header) {
        return header == null ? names.size() : header.size();
    }

    /**
     * For each column the field that holds it, or -1 where the file has none.
     *
     * @param header the file's own, or null for none
     * @throws VelariaException 22P04 if it does not have the columns
     */
    int[] fields(String file, List<String> header) {
        int[] fields = new int[names.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = i;
        }
        if (header == null) {
            return fields;
        }
        List<String> found = uniqueNames(header, true);
        int[] positions = positions(found);
        boolean allFound = true;
        int size =
                header.size() == names.size() + 1 && header.get(names.size()).isBlank() ? names.size() : header.size();
        boolean inOrder = size == names.size();
        boolean anyElsewhere = false;
        String missing = null;
        for (int i = 0; i < fields.length; i++) {
            if (positions[i] < 0) {
                allFound = false;
                missing = missing == null ? names.get(i) : missing;
            } else if (positions[i] != i) {
                inOrder = false;
                anyElsewhere = true;
            }
        }
        if (allFound && (inOrder || byName || declared) || byName && !declared && areNames(found)) {
            return positions;
        }
        if (declared && !anyElsewhere && size == names.size()) {
            return fields;
        }
        String what = missing != null
                ? "has no column \"" + missing + "\""
                : size != names.size()
                        ? "has " + header.size() + " columns, expected " + names.size()
                        : "has its columns in another order";
        VelariaException error = VelariaException.of(
                SqlState.BAD_COPY_FILE_FORMAT,
                file + " " + what + "; its header is: " + String.join(", ", header) + "; expected: "
                        + String.join(", ", names));
        throw missing == null && !declared ? error.hint("union_by_name => true matches columns by name") : error;
    }

    /** Whether each of the header's names is that of a column. */
    private boolean areNames(List<String> found) {
        return found.stream().allMatch(name -> names.stream().anyMatch(name::equalsIgnoreCase));
    }

    private int[] positions(List<String> found) {
        int[] positions = new int[names.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = -1;
            for (int j = 0; j < found.size(); j++) {
                if (found.get(j).equalsIgnoreCase(names.get(i))) {
                    positions[i] = j;
                }
            }
        }
        return positions;
    }

    /** Names for columns: those of the header without blanks around them, made unique; {@code column0} where empty. */
    static List<String> uniqueNames(List<String> header, boolean hasHeader) {
        Set<String> taken = new HashSet<>();
        String[] names = new String[header.size()];
        for (int i = 0; i < names.length; i++) {
            String name = hasHeader && header.get(i) != null ? header.get(i).strip() : "";
            name = name.isEmpty() ? "column" + i : name;
            String unique = name;
            for (int n = 1; !taken.add(unique.toLowerCase(Locale.ROOT)); n++) {
                unique = name + "_" + n;
            }
            names[i] = unique;
        }
        return List.of(names);
    }
}
