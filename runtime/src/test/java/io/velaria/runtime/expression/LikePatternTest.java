package io.velaria.runtime.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Texts that are searched at once against regular expressions that search each of them. */
class LikePatternTest {
    private static final String[] LETTERS = {"a", "b", "ab", "é", "", "aab", "abcdefgh"};
    private static final String[] PATTERNS = {
        "%a%",
        "%b%",
        "%aab%",
        "%b%aa",
        "%ab%a%",
        "%ab%_",
        "%ab%a_b%",
        "%é%a%",
        "%aab%aab%",
        "%abcdefgh%b",
        "%bb%b%%",
        "%z%"
    };

    @Test
    void findsTheSameRowsAtOnce() {
        Random random = new Random(7);
        int found = 0;
        for (int round = 0; round < 2000; round++) {
            String like = PATTERNS[random.nextInt(PATTERNS.length)];
            LikePattern pattern = LikePattern.compile(like.getBytes(StandardCharsets.UTF_8), new byte[0]);
            assertTrue(pattern.startsAnywhere(), like);
            Pattern regex = Pattern.compile(like.replace("%", ".*").replace('_', '.'));

            int length = 1 + random.nextInt(40);
            String[] texts = new String[length];
            int[] offsets = new int[length + 1];
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            offsets[0] = random.nextInt(3);
            bytes.writeBytes("aab".substring(0, offsets[0]).getBytes(StandardCharsets.UTF_8)); // of no row
            for (int i = 0; i < length; i++) {
                texts[i] = text(random);
                bytes.writeBytes(texts[i].getBytes(StandardCharsets.UTF_8));
                offsets[i + 1] = bytes.size();
            }
            bytes.writeBytes("baab".getBytes(StandardCharsets.UTF_8)); // behind the last row

            int[] selection = round % 3 == 0
                    ? null
                    : IntStream.range(0, length)
                            .filter(i -> random.nextInt(3) > 0)
                            .toArray();
            int[] rows = selection == null ? IntStream.range(0, length).toArray() : selection;
            int[] expected = Arrays.stream(rows)
                    .filter(row -> regex.matcher(texts[row]).matches())
                    .toArray();
            int[] target = selection != null && random.nextBoolean() ? selection : new int[rows.length];
            if (rows.length > 0) {
                int count = pattern.select(bytes.toByteArray(), offsets, selection, rows.length, target);
                assertArrayEquals(expected, Arrays.copyOf(target, count), () -> like + " " + Arrays.toString(texts));
                found += count;
            }
        }
        assertTrue(found > 1000);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }
}
