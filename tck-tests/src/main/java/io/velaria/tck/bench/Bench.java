package io.velaria.tck.bench;

/** The benchmarks: each runs the peers and Velaria in turn, checks that they agree, and prints times and ratios. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || arguments[0].equals("--help")) {
            usage();
            return;
        }
        if (arguments[0].equals("--smoke")) {
            Options tiny = new Options(
                    new String[] {"--scale", "0.01", "--runs", "1", "--rows", "20000", "--warmups", "1", "--smoke"}, 0);
            TpchBench.run(tiny);
            GroupByBench.run(tiny);
            CsvBench.run(tiny);
            JdbcBench.run(tiny);
            ColdBench.run(tiny);
            PlanBench.run(tiny);
            return;
        }
        Options options = new Options(arguments, 1);
        switch (arguments[0]) {
            case "tpch" -> TpchBench.run(options);
            case "groupby" -> GroupByBench.run(options);
            case "csv" -> CsvBench.run(options);
            case "jdbc" -> JdbcBench.run(options);
            case "cold" -> ColdBench.run(options);
            case "plan" -> PlanBench.run(options);
            default -> {
                usage();
                System.exit(2);
            }
        }
    }

    private static void usage() {
        System.out.println(
                """
                ./bench tpch [--scale 1] [--peers duckdb|one-thread] [--warmups 80] [--runs 5] [--threads 2] [--queries 1,6] [--csv]
                ./bench groupby [--rows 10000000] [--warmups 5] [--runs 3] [--threads 2] [--queries 1,10] [--csv]
                ./bench csv  [--scale 1] [--warmups 1] [--runs 3] [--threads 2] [--csv]
                ./bench jdbc [--rows 1000000] [--runs 9] [--csv]
                ./bench cold [--runs 5] [--csv]
                ./bench plan [--runs 50] [--csv]
                ./bench --smoke    every benchmark, tiny""");
    }
}
