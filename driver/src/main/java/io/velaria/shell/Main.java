package io.velaria.shell;

/** The shell's entry: {@code velaria [database] [-c "SQL; SQL" | file.sql]}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new Launch(System.out, System.err).run(arguments));
    }
}
