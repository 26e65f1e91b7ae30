package io.velaria.runtime.type;

/**
 * The proleptic Gregorian calendar on days since 1970-01-01, without objects: a date is packed as year, month, day in one
 * int. Years count astronomically: year 0 is 1 BC. The arithmetic counts years from March, so that the leap day is last.
 */
public final class CivilDate {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400_000_000L;
    public static final int MAX_YEAR = 5_874_897;
    public static final int MIN_YEAR = -4_713;

    private static final int DAYS_PER_ERA = 146_097;
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private CivilDate() {}

    /** Year, month and day of a day, for {@link #year}, {@link #month} and {@link #day}. */
    public static long of(long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    public static int year(long date) {
        return (int) (date >> 9);
    }

    public static int month(long date) {
        return (int) (date >> 5) & 15;
    }

    public static int day(long date) {
        return (int) date & 31;
    }

    /** Days since 1970-01-01 of a valid date. */
    public static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        int yearOfEra = (int) (y - era * 400);
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - 719_468;
    }

    public static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int daysInMonth(long year, int month) {
        return month == 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
    }

    /** The day some months later, clamped to the end of its month. */
    public static long plusMonths(long epochDay, long months) {
        long date = of(epochDay);
        long total = year(date) * 12L + (month(date) - 1) + months;
        long year = Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return epochDay(year, month, Math.min(day(date), daysInMonth(year, month)));
    }

    /** Monday is 1, Sunday 7. */
    public static int isoDayOfWeek(long epochDay) {
        return (int) Math.floorMod(epochDay + 3, 7L) + 1;
    }

    public static int dayOfYear(long epochDay) {
        return (int) (epochDay - epochDay(year(of(epochDay)), 1, 1)) + 1;
    }

    /** The year that the day's ISO week belongs to: that of its Thursday. */
    public static int isoYear(long epochDay) {
        return year(of(epochDay - isoDayOfWeek(epochDay) + 4));
    }

    public static int isoWeek(long epochDay) {
        return (dayOfYear(epochDay - isoDayOfWeek(epochDay) + 4) - 1) / 7 + 1;
    }
}
