package io.velaria.tck.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/**
 * The table of the group-by questions of H2O.ai's db-benchmark, as its generator makes it with K = 100, no NULLs and no
 * order, as a CSV file with a header: six columns of uniform keys, three as text and three as integers, and three of
 * values.
 */
final class GroupByData {
    static final String COLUMNS = "id1 varchar, id2 varchar, id3 varchar, id4 integer, id5 integer, id6 integer,"
            + " v1 integer, v2 integer, v3 double precision";

    private static final int K = 100;
    private static final int LINE_BYTES = 64; // more than any line needs

    private GroupByData() {}

    /** Makes the file unless it is there, and returns it. */
    static Path generate(Path directory, int rows) throws IOException {
        Path file = directory.resolve("groupby-" + rows + ".csv");
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            Path part = directory.resolve("groupby.part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                write(rows, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static void write(int rows, OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(108);
        int many = Math.max(1, rows / K);
        byte[] line = new byte[LINE_BYTES];
        out.write("id1,id2,id3,id4,id5,id6,v1,v2,v3\n".getBytes(StandardCharsets.US_ASCII));
        for (int row = 0; row < rows; row++) {
            int at = id(line, 0, random.nextInt(K) + 1, 3);
            at = id(line, at, random.nextInt(K) + 1, 3);
            at = id(line, at, random.nextInt(many) + 1, 10);
            at = number(line, at, random.nextInt(K) + 1, 1);
            at = number(line, at, random.nextInt(K) + 1, 1);
            at = number(line, at, random.nextInt(many) + 1, 1);
            at = number(line, at, random.nextInt(5) + 1, 1);
            at = number(line, at, random.nextInt(15) + 1, 1);
            int millionths = random.nextInt(100_000_000);
            at = number(line, at, millionths / 1_000_000, 1);
            line[at - 1] = '.';
            at = number(line, at, millionths % 1_000_000, 6);
            line[at - 1] = '\n';
            out.write(line, 0, at);
        }
    }

    private static int id(byte[] line, int at, int number, int digits) {
        line[at] = 'i';
        line[at + 1] = 'd';
        return number(line, at + 2, number, digits);
    }

    /** Writes a number of at least so many digits and a comma; returns where the next field starts. */
    private static int number(byte[] line, int at, int number, int digits) {
        int length = Math.max(digits, Integer.toString(number).length());
        int rest = number;
        for (int i = at + length - 1; i >= at; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        line[at + length] = ',';
        return at + length + 1;
    }
}
