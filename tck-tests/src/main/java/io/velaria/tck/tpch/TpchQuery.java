package io.velaria.tck.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The 22 queries of TPC-H as prepared statements: the usual text, with the substitution parameters of the
 * specification (section 2.4) as {@code ?}. Dates are computed here, so that no parameter stands in an interval.
 */
public record TpchQuery(int number, String sql) {
    private static final String[] REGIONS = {"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
    private static final String[] SEGMENTS = {"AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"};
    private static final String[] MODES = {"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"};
    private static final String[] TYPES_1 = {"STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"};
    private static final String[] TYPES_2 = {"ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"};
    private static final String[] TYPES_3 = {"TIN", "NICKEL", "BRASS", "STEEL", "COPPER"};
    private static final String[] CONTAINERS_1 = {"SM", "LG", "MED", "JUMBO", "WRAP"};
    private static final String[] CONTAINERS_2 = {"CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"};
    private static final String[] WORDS_1 = {"special", "pending", "unusual", "express"};
    private static final String[] WORDS_2 = {"packages", "requests", "accounts", "deposits"};
    private static final String[] COLORS = {
        "almond",
        "antique",
        "aquamarine",
        "azure",
        "beige",
        "bisque",
        "black",
        "blanched",
        "blue",
        "blush",
        "brown",
        "burlywood",
        "chartreuse",
        "chiffon",
        "chocolate",
        "coral",
        "cornflower",
        "cream",
        "cyan",
        "dark",
        "dim",
        "dodger",
        "drab",
        "firebrick",
        "forest",
        "frosted",
        "gainsboro",
        "ghost",
        "goldenrod",
        "green",
        "grey"
    };
    private static final String[] NATIONS = {
        "ALGERIA", "ARGENTINA", "BRAZIL", "CANADA", "EGYPT", "ETHIOPIA", "FRANCE", "GERMANY", "INDIA", "INDONESIA",
        "IRAN", "IRAQ", "JAPAN", "JORDAN", "KENYA", "MOROCCO", "MOZAMBIQUE", "PERU", "CHINA", "ROMANIA",
        "SAUDI ARABIA", "VIETNAM", "RUSSIA", "UNITED KINGDOM", "UNITED STATES"
    };
    private static final int[] REGION_OF_NATION = {
        0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1
    };

    public static List<TpchQuery> all() {
        List<TpchQuery> queries = new ArrayList<>();
        for (int number = 1; number <= 22; number++) {
            queries.add(of(number));
        }
        return queries;
    }

    public static TpchQuery of(int number) {
        String name = String.format("/tpch/q%02d.sql", number);
        try (InputStream text = TpchQuery.class.getResourceAsStream(name)) {
            return new TpchQuery(number, new String(text.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return String.format("q%02d", number);
    }

    /** The values of the validation run of the specification. */
    public Object[] validationParameters() {
        return switch (number) {
            case 1 -> values(date(1998, 9, 2));
            case 2 -> values(15, "%BRASS", "EUROPE", "EUROPE");
            case 3 -> values("BUILDING", date(1995, 3, 15), date(1995, 3, 15));
            case 4 -> values(date(1993, 7, 1), date(1993, 10, 1));
            case 5 -> values("ASIA", date(1994, 1, 1), date(1995, 1, 1));
            case 6 -> values(date(1994, 1, 1), date(1995, 1, 1), hundredths(5), hundredths(7), 24);
            case 7 -> values("FRANCE", "GERMANY", "GERMANY", "FRANCE");
            case 8 -> values("BRAZIL", "AMERICA", "ECONOMY ANODIZED STEEL");
            case 9 -> values("%green%");
            case 10 -> values(date(1993, 10, 1), date(1994, 1, 1));
            case 11 -> values("GERMANY", new java.math.BigDecimal("0.0001"), "GERMANY");
            case 12 -> values("MAIL", "SHIP", date(1994, 1, 1), date(1995, 1, 1));
            case 13 -> values("%special%requests%");
            case 14 -> values(date(1995, 9, 1), date(1995, 10, 1));
            case 15 -> values(date(1996, 1, 1), date(1996, 4, 1));
            case 16 -> values("Brand#45", "MEDIUM POLISHED%", 49, 14, 23, 45, 19, 3, 36, 9);
            case 17 -> values("Brand#23", "MED BOX");
            case 18 -> values(300);
            case 19 -> values("Brand#12", 1, 11, "Brand#23", 10, 20, "Brand#34", 20, 30);
            case 20 -> values("forest%", date(1994, 1, 1), date(1995, 1, 1), "CANADA");
            case 21 -> values("SAUDI ARABIA");
            case 22 -> twice("13", "31", "23", "29", "30", "18", "17");
            default -> throw new IllegalArgumentException("no query " + number);
        };
    }

    /** Values drawn as the specification says. */
    public Object[] randomParameters(Random random) {
        return switch (number) {
            case 1 -> values(Date.valueOf(LocalDate.of(1998, 12, 1).minusDays(60 + random.nextInt(61))));
            case 2 -> {
                String region = one(REGIONS, random);
                yield values(1 + random.nextInt(50), "%" + one(TYPES_3, random), region, region);
            }
            case 3 -> {
                Date day = date(1995, 3, 1 + random.nextInt(31));
                yield values(one(SEGMENTS, random), day, day);
            }
            case 4 -> months(LocalDate.of(1993, 1, 1).plusMonths(random.nextInt(58)), 3);
            case 5 -> prepend(one(REGIONS, random), months(year(random), 12));
            case 6 -> {
                int discount = 2 + random.nextInt(8);
                Object[] year = months(year(random), 12);
                yield values(
                        year[0], year[1], hundredths(discount - 1), hundredths(discount + 1), 24 + random.nextInt(2));
            }
            case 7 -> {
                List<String> two = some(NATIONS, 2, random);
                yield values(two.get(0), two.get(1), two.get(1), two.get(0));
            }
            case 8 -> {
                int nation = random.nextInt(NATIONS.length);
                String type = one(TYPES_1, random) + " " + one(TYPES_2, random) + " " + one(TYPES_3, random);
                yield values(NATIONS[nation], REGIONS[REGION_OF_NATION[nation]], type);
            }
            case 9 -> values("%" + one(COLORS, random) + "%");
            case 10 -> months(LocalDate.of(1993, 2, 1).plusMonths(random.nextInt(24)), 3);
            case 11 -> {
                String nation = one(NATIONS, random);
                yield values(nation, new java.math.BigDecimal("0.0001"), nation);
            }
            case 12 -> {
                List<String> two = some(MODES, 2, random);
                Object[] year = months(year(random), 12);
                yield values(two.get(0), two.get(1), year[0], year[1]);
            }
            case 13 -> values("%" + one(WORDS_1, random) + "%" + one(WORDS_2, random) + "%");
            case 14 -> months(LocalDate.of(1993, 1, 1).plusMonths(random.nextInt(60)), 1);
            case 15 -> months(LocalDate.of(1993, 1, 1).plusMonths(random.nextInt(58)), 3);
            case 16 -> {
                List<Object> list = new ArrayList<>(
                        List.of(brand(random), one(TYPES_1, random) + " " + one(TYPES_2, random) + "%"));
                List<Integer> sizes = new ArrayList<>();
                for (int size = 1; size <= 50; size++) {
                    sizes.add(size);
                }
                Collections.shuffle(sizes, random);
                list.addAll(sizes.subList(0, 8));
                yield list.toArray();
            }
            case 17 -> values(brand(random), one(CONTAINERS_1, random) + " " + one(CONTAINERS_2, random));
            case 18 -> values(300 + random.nextInt(16));
            case 19 -> {
                int q1 = 1 + random.nextInt(10);
                int q2 = 10 + random.nextInt(11);
                int q3 = 20 + random.nextInt(11);
                yield values(brand(random), q1, q1 + 10, brand(random), q2, q2 + 10, brand(random), q3, q3 + 10);
            }
            case 20 -> {
                Object[] year = months(year(random), 12);
                yield values(one(COLORS, random) + "%", year[0], year[1], one(NATIONS, random));
            }
            case 21 -> values(one(NATIONS, random));
            case 22 -> {
                List<String> codes = new ArrayList<>();
                for (int code = 10; code < 35; code++) {
                    codes.add(Integer.toString(code));
                }
                Collections.shuffle(codes, random);
                yield twice(codes.subList(0, 7).toArray());
            }
            default -> throw new IllegalArgumentException("no query " + number);
        };
    }

    /** The text with values in the place of the parameters, for engines or paths without them. */
    public String inlined(Object[] parameters) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c != '?') {
                text.append(c);
            } else {
                Object value = parameters[next++];
                if (value instanceof Date) {
                    text.append("date '").append(value).append('\'');
                } else if (value instanceof String) {
                    text.append('\'').append(value).append('\'');
                } else {
                    text.append(value);
                }
            }
        }
        return text.toString();
    }

    private static Object[] values(Object... values) {
        return values;
    }

    private static Object[] twice(Object... values) {
        Object[] both = new Object[values.length * 2];
        System.arraycopy(values, 0, both, 0, values.length);
        System.arraycopy(values, 0, both, values.length, values.length);
        return both;
    }

    private static Object[] prepend(Object first, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static Date date(int year, int month, int day) {
        return Date.valueOf(LocalDate.of(year, month, day));
    }

    private static LocalDate year(Random random) {
        return LocalDate.of(1993 + random.nextInt(5), 1, 1);
    }

    private static Object[] months(LocalDate start, int months) {
        return values(Date.valueOf(start), Date.valueOf(start.plusMonths(months)));
    }

    private static java.math.BigDecimal hundredths(int value) {
        return java.math.BigDecimal.valueOf(value, 2);
    }

    private static String brand(Random random) {
        return "Brand#" + (1 + random.nextInt(5)) + (1 + random.nextInt(5));
    }

    private static String one(String[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static List<String> some(String[] values, int count, Random random) {
        List<String> shuffled = new ArrayList<>(List.of(values));
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, count);
    }
}
