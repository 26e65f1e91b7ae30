package io.velaria.jdbc;

import java.util.Arrays;
import java.util.List;

/** A program with records of every form: what it prints must not depend on how their methods are made. */
final class RecordForms {
    private RecordForms() {}

    private record Nothing() {}

    private record Numbers(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    private record Pair<T>(T first, List<? extends T> second) {
        record Deep(char[] text, int[][] numbers, Pair<String> pair) {}
    }

    private record OwnHash(int number) {
        @Override
        public int hashCode() {
            return -number;
        }
    }

    private record Other(int number) {}

    public static void main(String[] arguments) {
        record Local(String name, Object self) {}
        char[] text = {};
        int[][] numbers = {};
        Pair<String> pair = new Pair<>("a", Arrays.asList("b", null));
        List<Object> values = Arrays.asList(
                null,
                new Nothing(),
                new Nothing(),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(false, (byte) -1, (short) -2, 'x', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) 1, (short) -2, 'x', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) 2, 'x', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'y', -3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', 3, -4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, 4L << 40, 1.5f, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, Float.NaN, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, Float.NaN, -2.5),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, 0f, 0.0),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, -0f, 0.0),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, 0f, -0.0),
                new Numbers(true, (byte) -1, (short) -2, 'x', -3, -4L << 40, 0f, Double.NaN),
                new Pair<>(1, List.of()),
                new Pair<>(1, null),
                new Pair<>(null, null),
                new Pair<>(null, null),
                pair,
                new Pair<>("a", Arrays.asList("b", null)),
                new Local("name", pair),
                new Local("name", pair),
                new Local(null, 7),
                new OwnHash(5),
                new OwnHash(5),
                new Other(5),
                "no record");
        for (Object value : values) {
            StringBuilder equal = new StringBuilder();
            for (Object other : values) {
                equal.append(value != null && value.equals(other) ? 1 : 0);
            }
            System.out.println(value + " " + (value == null ? 0 : value.hashCode()) + " " + equal);
        }
        Pair.Deep deep = new Pair.Deep(text, numbers, pair);
        System.out.println(deep.equals(new Pair.Deep(text, numbers, pair)));
        System.out.println(deep.equals(new Pair.Deep(text.clone(), numbers, pair)));
        System.out.println(deep.toString().replaceAll("@[0-9a-f]+", "@"));
        System.out.println(new Pair.Deep(null, null, null) + " " + new Pair.Deep(null, null, pair).hashCode());
    }
}
