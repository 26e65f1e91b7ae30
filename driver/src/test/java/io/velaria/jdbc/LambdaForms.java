package io.velaria.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** A program with lambdas and method references of every form: what it prints must not depend on how they are made. */
final class LambdaForms {
    private final String name;

    private LambdaForms(String name) {
        this.name = name;
    }

    private interface Named {
        String name();

        default Supplier<String> twice() {
            return () -> name() + name() + Named.mark();
        }

        private static String mark() {
            return "!";
        }
    }

    private class Inner {
        private final int number;

        private Inner(int number) {
            this.number = number;
        }

        private Supplier<String> text() {
            return () -> name + number;
        }
    }

    private String greet(String greeting, int times) {
        return greeting.repeat(times) + name;
    }

    private static int three() {
        return 3;
    }

    private static String join(Object... parts) {
        return List.of(parts).toString();
    }

    private List<Object> results() {
        List<Object> results = new ArrayList<>();
        // nothing held
        Supplier<String> constant = () -> "constant";
        Supplier<List<Object>> constructor = ArrayList::new;
        Function<String, LambdaForms> ownConstructor = LambdaForms::new;
        IntFunction<String[]> array = String[]::new;
        ToIntFunction<String> length = String::length;
        IntBinaryOperator most = Math::max;
        UnaryOperator<String> upper = text -> text + text.length();
        results.addAll(
                List.of(constant.get(), constructor.get(), ownConstructor.apply("made").name, array.apply(2).length));
        results.addAll(List.of(length.applyAsInt("four"), most.applyAsInt(2, 9), upper.apply("x")));
        // boxed, unboxed and widened
        Supplier<Integer> boxed = LambdaForms::three;
        LongSupplier widened = LambdaForms::three;
        DoubleSupplier unboxed = boxed::get;
        ToLongFunction<Integer> fromBox = Integer::intValue;
        ToDoubleFunction<Integer> valueOf = value -> value;
        IntToLongFunction toLong = Math::abs;
        Function<Integer, Integer> square = value -> value * value;
        BiFunction<Long, Double, Object> both = (a, b) -> a + b;
        results.addAll(List.of(boxed.get(), widened.getAsLong(), unboxed.getAsDouble(), fromBox.applyAsLong(7)));
        results.addAll(List.of(valueOf.applyAsDouble(7), toLong.applyAsLong(-4), square.apply(5), both.apply(1L, .5)));
        // values held, private methods and inner classes
        long big = 1L << 40;
        double half = .5;
        byte small = 7;
        boolean yes = name.length() > 1;
        char letter = name.charAt(0);
        Supplier<String> held = () -> name + big + half + small + yes + letter;
        Supplier<String> other = () -> name + half + big + small + yes + letter + "other";
        BiFunction<String, Integer, String> bound = this::greet;
        Function<LambdaForms, String> unbound = forms -> forms.name;
        IntSupplier virtual = name::length;
        IntFunction<Inner> inner = Inner::new;
        Named named = this::toString;
        Function<Object, String> varargs = LambdaForms::join;
        Consumer<Object> dropped = results::add; // its result is dropped
        dropped.accept("dropped");
        results.addAll(
                List.of(held.get(), other.get(), bound.apply("hi ", 2), unbound.apply(this), virtual.getAsInt()));
        results.addAll(List.of(inner.apply(4).text().get(), named.twice().get(), varargs.apply("part")));
        // one instance for a lambda that holds nothing
        List<Supplier<String>> same = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            same.add(() -> "same");
        }
        results.add(same.get(0) == same.get(1));
        Supplier<Supplier<String>> nested = () -> () -> name + "nested";
        results.add(nested.get().get());
        return results;
    }

    @Override
    public String toString() {
        Supplier<String> above = super::toString;
        return name + (above.get().indexOf('@') > 0);
    }

    public static void main(String[] arguments) {
        System.out.print(new LambdaForms("forms").results());
    }
}
