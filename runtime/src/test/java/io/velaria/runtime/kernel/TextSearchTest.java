package io.velaria.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSearchTest {
    @Test
    void findsWhatASearchByteByByteFinds() {
        Random random = new Random(7);
        byte[] alphabet = {0, 1, 2, 'a', 'b', (byte) 0x80, (byte) 0x81, (byte) 0xff};
        for (int round = 0; round < 200_000; round++) {
            int letters = 1 + random.nextInt(alphabet.length);
            byte[] text = bytes(random, random.nextInt(40), alphabet, letters);
            byte[] needle = bytes(random, random.nextInt(10), alphabet, letters);
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);
            int expected = byteByByte(text, from, to, needle);
            assertEquals(expected, TextSearch.indexOf(text, from, to, needle), () -> from + " to " + to);
        }
    }

    @Test
    void findsNeedlesAtTheEndOfTheArrayOnly() {
        byte[] text = "the pending requests".getBytes(StandardCharsets.UTF_8);
        byte[] needle = "requests".getBytes(StandardCharsets.UTF_8);
        assertEquals(12, TextSearch.indexOf(text, 0, text.length, needle));
        assertEquals(-1, TextSearch.indexOf(text, 0, text.length - 1, needle));
        assertEquals(-1, TextSearch.indexOf(text, 13, text.length, needle));
    }

    private static byte[] bytes(Random random, int length, byte[] alphabet, int letters) {
        byte[] made = new byte[length];
        for (int i = 0; i < length; i++) {
            made[i] = alphabet[random.nextInt(letters)];
        }
        return made;
    }

    private static int byteByByte(byte[] text, int from, int to, byte[] needle) {
        for (int at = from; at <= to - needle.length; at++) {
            if (TextSearch.matches(text, at, needle)) {
                return at;
            }
        }
        return -1;
    }
}
