<#--
  Loops over flat arrays, one class for each width. Every loop runs either over the first `count` rows (selection null;
  C2 vectorises these) or over the selected ones. Loops that select write positions always and advance by as many as hold,
  one by one, or of all rows eight by eight, so that they have no branch to mispredict. NULL rows are the caller's: it narrows the selection or masks the result.
-->
<@pp.dropOutputFile />
<#assign integers = [
  {"type": "byte", "name": "Byte", "wide": "int", "signShift": 31},
  {"type": "short", "name": "Short", "wide": "int", "signShift": 31},
  {"type": "int", "name": "Int", "wide": "long", "signShift": 63},
  {"type": "long", "name": "Long", "wide": "long", "signShift": 63}]>
<#assign floats = [{"type": "float", "name": "Float"}, {"type": "double", "name": "Double"}]>
<#macro rows selection>
<#if selection>
            for (int i = 0; i < count; i++) {
                int row = selection[i];
<#else>
            for (int row = 0; row < count; row++) {
</#if>
</#macro>
<#-- A method that keeps the rows for which an expression over `row` is 1. -->
<#macro select name parameters step prepare="">
    public static int ${name}(${parameters}, int[] selection, int count, int[] target) {
        int n = 0;
<#if prepare?has_content>
        ${prepare}
</#if>
        if (selection == null) {
            int first = 0;
            for (; first + 8 <= count; first += 8) {
                int mask = 0;
<#list 0..7 as bit>
                {
                    int row = first + ${bit};
<#nested>
                    mask |= (${step}) << ${bit};
                }
</#list>
                if (mask != 0) {
                    n = Selections.append(mask, first, n, target);
                }
            }
            for (int row = first; row < count; row++) {
<#nested>
                target[n] = row;
                n += ${step};
            }
        } else {
<@rows true/>
<#nested>
                target[n] = row;
                n += ${step};
            }
        }
        return n;
    }

</#macro>
<#-- Range checks of bytes: eight in a word, without carries from one to the next (Lamport 1975). -->
<#macro selectBytes name parameters found step>
    public static int ${name}(${parameters}, int[] selection, int count, int[] target) {
        int n = 0;
        int span = high - low;
        if (selection == null) {
            long lows = (low & 0xffL) * EACH_BYTE;
            long spans = (span & 0xffL) * EACH_BYTE;
            int first = 0;
            for (; first + 8 <= count; first += 8) {
                long word = (long) Bytes.LONG.get(values, first);
                long distances = ((word | SIGNS) - (lows & ~SIGNS)) ^ ((word ^ ~lows) & SIGNS);
                long notLess = (spans | SIGNS) - (distances & ~SIGNS);
                long inside = ((spans & ~distances) | (~(spans ^ distances) & notLess)) & SIGNS;
                long found = ${found};
                if (found != 0) {
                    int mask = (int) (((found >>> 7) * 0x0102040810204080L) >>> 56);
                    n = Selections.append(mask, first, n, target);
                }
            }
            for (int row = first; row < count; row++) {
                int distance = values[row] - low;
                target[n] = row;
                n += ${step};
            }
        } else {
<@rows true/>
                int distance = values[row] - low;
                target[n] = row;
                n += ${step};
            }
        }
        return n;
    }

</#macro>
<#-- A method that writes an expression over `row` to `result` and returns the bits of `check` ored over all rows. -->
<#macro compute name parameters resultType value check="">
    public static long ${name}(${parameters}, ${resultType}[] result, int[] selection, int count) {
        long failed = 0;
        if (selection == null) {
<@rows false/>
<#nested>
                result[row] = ${value};
<#if check?has_content>
                failed |= ${check};
</#if>
            }
        } else {
<@rows true/>
<#nested>
                result[row] = ${value};
<#if check?has_content>
                failed |= ${check};
</#if>
            }
        }
        return failed;
    }

</#macro>
<#list integers as a>
<@pp.changeOutputFile name="/io/velaria/runtime/kernel/Compare${a.name}.java" />
package io.velaria.runtime.kernel;

<#if a.type == "byte">
import io.velaria.runtime.column.Bytes;

</#if>
/** Selects rows by comparing flat ${a.type} values. Generated from Kernels.java. */
public final class Compare${a.name} {
<#if a.type == "byte">
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;

</#if>
    private Compare${a.name}() {}

<#if a.type == "long">
<@select name="between" parameters="long[] values, long low, long high" step="distance + Long.MIN_VALUE <= limit ? 1 : 0" prepare="long limit = (high - low) + Long.MIN_VALUE;">
                long distance = values[row] - low;
</@select>
<@select name="notBetween" parameters="long[] values, long low, long high" step="distance + Long.MIN_VALUE <= limit ? 0 : 1" prepare="long limit = (high - low) + Long.MIN_VALUE;">
                long distance = values[row] - low;
</@select>
<#elseif a.type == "byte">
<@selectBytes name="between" parameters="byte[] values, byte low, byte high" found="inside" step="1 - ((distance | (span - distance)) >>> 31)"/>
<@selectBytes name="notBetween" parameters="byte[] values, byte low, byte high" found="inside ^ SIGNS" step="(distance | (span - distance)) >>> 31"/>
<#else>
<@select name="between" parameters="${a.type}[] values, ${a.type} low, ${a.type} high" step="1 - (int) ((distance | (span - distance)) >>> ${a.signShift})" prepare="${a.wide} span = (${a.wide}) high - low;">
                ${a.wide} distance = (${a.wide}) values[row] - low;
</@select>
<@select name="notBetween" parameters="${a.type}[] values, ${a.type} low, ${a.type} high" step="(int) ((distance | (span - distance)) >>> ${a.signShift})" prepare="${a.wide} span = (${a.wide}) high - low;">
                ${a.wide} distance = (${a.wide}) values[row] - low;
</@select>
</#if>
<#if a.type == "byte" || a.type == "short">
    /** The rows whose value, as a number without sign, has a 1 in the table. */
<@select name="inTable" parameters="${a.type}[] values, byte[] table" step="table[values[row] & ${(a.type == 'byte')?then('0xff', '0xffff')}]"/>
</#if>
    /** The rows whose value less {@code least} is the number of a set bit; bit {@code range + 1} is there and clear. */
<@select name="inBits" parameters="${a.type}[] values, long least, long range, long[] bits" step="(int) (bits[(int) (at >>> 6)] >>> at) & 1">
                long distance = values[row] - least;
                long at = distance >= 0 & distance <= range ? distance : range + 1;
</@select>
<#list integers as b>
<@select name="equal" parameters="${a.type}[] a, ${b.type}[] b" step="a[row] == b[row] ? 1 : 0"/>
<@select name="notEqual" parameters="${a.type}[] a, ${b.type}[] b" step="a[row] != b[row] ? 1 : 0"/>
<@select name="less" parameters="${a.type}[] a, ${b.type}[] b" step="a[row] < b[row] ? 1 : 0"/>
<@select name="lessOrEqual" parameters="${a.type}[] a, ${b.type}[] b" step="a[row] <= b[row] ? 1 : 0"/>
</#list>
}
<@pp.changeOutputFile name="/io/velaria/runtime/kernel/Arithmetic${a.name}.java" />
package io.velaria.runtime.kernel;

/**
 * Integer arithmetic of flat ${a.type} values with others, in 64 bits. What is returned is 0 if no result overflowed 64
 * bits, rows that are NULL or hold leftovers included. Generated from Kernels.java.
 */
public final class Arithmetic${a.name} {
    private Arithmetic${a.name}() {}

<#list integers as b>
<#assign checked = a.type == "long" || b.type == "long">
<@compute name="add" parameters="${a.type}[] a, ${b.type}[] b" resultType="long" value="x + y" check=checked?then("((x ^ (x + y)) & (y ^ (x + y))) >>> 63", "")>
                long x = a[row];
                long y = b[row];
</@compute>
<@compute name="subtract" parameters="${a.type}[] a, ${b.type}[] b" resultType="long" value="x - y" check=checked?then("((x ^ y) & (x ^ (x - y))) >>> 63", "")>
                long x = a[row];
                long y = b[row];
</@compute>
<@compute name="multiply" parameters="${a.type}[] a, ${b.type}[] b" resultType="long" value="x * y" check=checked?then("Math.multiplyHigh(x, y) ^ ((x * y) >> 63)", "")>
                long x = a[row];
                long y = b[row];
</@compute>
<#if checked>
<#list [["add", "+"], ["subtract", "-"], ["multiply", "*"]] as operation>
<@compute name=operation[0] + "Unchecked" parameters="${a.type}[] a, ${b.type}[] b" resultType="long" value="(long) a[row] ${operation[1]} b[row]"/>
</#list>
</#if>
</#list>
<@compute name="add" parameters="${a.type}[] a, long y" resultType="long" value="x + y" check="((x ^ (x + y)) & (y ^ (x + y))) >>> 63">
                long x = a[row];
</@compute>
<@compute name="subtract" parameters="${a.type}[] a, long y" resultType="long" value="x - y" check="((x ^ y) & (x ^ (x - y))) >>> 63">
                long x = a[row];
</@compute>
<@compute name="subtractFrom" parameters="${a.type}[] b, long x" resultType="long" value="x - y" check="((x ^ y) & (x ^ (x - y))) >>> 63">
                long y = b[row];
</@compute>
<@compute name="multiply" parameters="${a.type}[] a, long y" resultType="long" value="x * y" check="Math.multiplyHigh(x, y) ^ ((x * y) >> 63)">
                long x = a[row];
</@compute>
<@compute name="addUnchecked" parameters="${a.type}[] a, long y" resultType="long" value="a[row] + y"/>
<@compute name="subtractUnchecked" parameters="${a.type}[] a, long y" resultType="long" value="a[row] - y"/>
<@compute name="subtractFromUnchecked" parameters="${a.type}[] b, long x" resultType="long" value="x - b[row]"/>
<@compute name="multiplyUnchecked" parameters="${a.type}[] a, long y" resultType="long" value="a[row] * y"/>
    /** The sum of values whose sum can't overflow: those of the rows, or the first {@code count} if null. */
    public static long sum(${a.type}[] a, int[] rows, int count) {
        long sum = 0;
        if (rows == null) {
            for (int row = 0; row < count; row++) {
                sum += a[row];
            }
        } else {
            for (int i = 0; i < count; i++) {
                sum += a[rows[i]];
            }
        }
        return sum;
    }

    /** Adds the value of each row to its group's sum, which is at {@code width * group + place}; no sum may overflow. */
    public static void sumByGroup(
            ${a.type}[] a, int[] rows, int[] groups, int count, long[] sums, int width, int place) {
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                sums[width * groups[i] + place] += a[i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                sums[width * groups[i] + place] += a[rows[i]];
            }
        }
    }

<#if a.type == "long">
    /** The sum of the values without their low 32 bits, each divided by 2^32. */
    public static long sumOfHighHalves(long[] a, int[] rows, int count) {
        long sum = 0;
        if (rows == null) {
            for (int row = 0; row < count; row++) {
                sum += a[row] >> 32;
            }
        } else {
            for (int i = 0; i < count; i++) {
                sum += a[rows[i]] >> 32;
            }
        }
        return sum;
    }

<#else>
<@compute name="widen" parameters="${a.type}[] a" resultType="long" value="a[row]"/>
</#if>
<@compute name="toDouble" parameters="${a.type}[] a" resultType="double" value="a[row]"/>
}
</#list>
<#list floats as a>
<@pp.changeOutputFile name="/io/velaria/runtime/kernel/Compare${a.name}.java" />
package io.velaria.runtime.kernel;

/**
 * Selects rows by comparing flat ${a.type} values in SQL's order: NaN equals itself and is greater than all else, and
 * the zeros are equal. Constants must not be NaN. Generated from Kernels.java.
 */
public final class Compare${a.name} {
    private Compare${a.name}() {}

<#assign constant = a.type + "[] a, double constant">
<@select name="equal" parameters=constant step="a[row] == constant ? 1 : 0"/>
<@select name="notEqual" parameters=constant step="a[row] == constant ? 0 : 1"/>
<@select name="less" parameters=constant step="a[row] < constant ? 1 : 0"/>
<@select name="lessOrEqual" parameters=constant step="a[row] <= constant ? 1 : 0"/>
<@select name="greater" parameters=constant step="a[row] <= constant ? 0 : 1"/>
<@select name="greaterOrEqual" parameters=constant step="a[row] < constant ? 0 : 1"/>
<@select name="isNaN" parameters="${a.type}[] a" step="a[row] != a[row] ? 1 : 0"/>
<@select name="isNotNaN" parameters="${a.type}[] a" step="a[row] == a[row] ? 1 : 0"/>
<#list floats as b>
<#assign columns = a.type + "[] a, " + b.type + "[] b">
<@select name="equal" parameters=columns step="x == y | (x != x & y != y) ? 1 : 0">
                double x = a[row];
                double y = b[row];
</@select>
<@select name="notEqual" parameters=columns step="x == y | (x != x & y != y) ? 0 : 1">
                double x = a[row];
                double y = b[row];
</@select>
<@select name="less" parameters=columns step="x < y | (y != y & x == x) ? 1 : 0">
                double x = a[row];
                double y = b[row];
</@select>
<@select name="lessOrEqual" parameters=columns step="y < x | (x != x & y == y) ? 0 : 1">
                double x = a[row];
                double y = b[row];
</@select>
</#list>
}
<@pp.changeOutputFile name="/io/velaria/runtime/kernel/Arithmetic${a.name}.java" />
package io.velaria.runtime.kernel;

/**
 * Arithmetic of flat ${a.type} values. What is returned has its sign bit clear if all results are finite. Generated
 * from Kernels.java.
 */
public final class Arithmetic${a.name} {
<#assign bits = (a.type == "double")?then("(Double.doubleToRawLongBits(result[row]) & 0x7ff0000000000000L) + 0x0010000000000000L", "(long) ((Float.floatToRawIntBits(result[row]) & 0x7f800000) + 0x00800000)")>
    private Arithmetic${a.name}() {}

<#list [["add", "+"], ["subtract", "-"], ["multiply", "*"], ["divide", "/"]] as operation>
<@compute name=operation[0] parameters="${a.type}[] a, ${a.type}[] b" resultType=a.type value="a[row] ${operation[1]} b[row]" check=bits/>
<@compute name=operation[0] parameters="${a.type}[] a, ${a.type} b" resultType=a.type value="a[row] ${operation[1]} b" check=bits/>
<@compute name=operation[0] + "From" parameters="${a.type} a, ${a.type}[] b" resultType=a.type value="a ${operation[1]} b[row]" check=bits/>
</#list>
}
</#list>
<@pp.changeOutputFile name="/io/velaria/runtime/kernel/IntegerKernels.java" />
package io.velaria.runtime.kernel;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;

/** Chooses the kernel for the widths of flat integer vectors, once per batch. Generated from Kernels.java. */
public final class IntegerKernels {
    private IntegerKernels() {}

    private static IllegalArgumentException notFlat(Vector vector) {
        return new IllegalArgumentException(vector.getClass().getSimpleName() + " is not a flat integer vector");
    }

    /** The rows whose value lies in the range, which may reach beyond the vector's width and may be empty. */
    public static int between(Vector a, long low, long high, int[] selection, int count, int[] target) {
        if (low > high) {
            return 0;
        }
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
<#if a.type != "long">
            if (low > ${a.name?replace("Int", "Integer")}.MAX_VALUE || high < ${a.name?replace("Int", "Integer")}.MIN_VALUE) {
                return 0;
            }
            if (low <= ${a.name?replace("Int", "Integer")}.MIN_VALUE && high >= ${a.name?replace("Int", "Integer")}.MAX_VALUE) {
                return Selections.all(selection, count, target);
            }
</#if>
            return Compare${a.name}.between(flat.values(), (${a.type}) Math.max(low, ${a.name?replace("Int", "Integer")}.MIN_VALUE), (${a.type}) Math.min(high, ${a.name?replace("Int", "Integer")}.MAX_VALUE), selection, count, target);
        }
</#list>
        throw notFlat(a);
    }

    /** The rows whose value lies outside of the range. */
    public static int notBetween(Vector a, long low, long high, int[] selection, int count, int[] target) {
        if (low > high) {
            return Selections.all(selection, count, target);
        }
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
<#if a.type != "long">
            if (low > ${a.name?replace("Int", "Integer")}.MAX_VALUE || high < ${a.name?replace("Int", "Integer")}.MIN_VALUE) {
                return Selections.all(selection, count, target);
            }
            if (low <= ${a.name?replace("Int", "Integer")}.MIN_VALUE && high >= ${a.name?replace("Int", "Integer")}.MAX_VALUE) {
                return 0;
            }
</#if>
            return Compare${a.name}.notBetween(flat.values(), (${a.type}) Math.max(low, ${a.name?replace("Int", "Integer")}.MIN_VALUE), (${a.type}) Math.min(high, ${a.name?replace("Int", "Integer")}.MAX_VALUE), selection, count, target);
        }
</#list>
        throw notFlat(a);
    }

    /** The rows whose value less {@code least} is the number of a set bit; bit {@code range + 1} is there and clear. */
    public static int inBits(Vector a, long least, long range, long[] bits, int[] selection, int count, int[] target) {
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
            return Compare${a.name}.inBits(flat.values(), least, range, bits, selection, count, target);
        }
</#list>
        throw notFlat(a);
    }

<#list ["equal", "notEqual", "less", "lessOrEqual"] as operation>
    public static int ${operation}(Vector a, Vector b, int[] selection, int count, int[] target) {
<#list integers as a>
        if (a instanceof ${a.name}Vector x) {
<#list integers as b>
            if (b instanceof ${b.name}Vector y) {
                return Compare${a.name}.${operation}(x.values(), y.values(), selection, count, target);
            }
</#list>
            throw notFlat(b);
        }
</#list>
        throw notFlat(a);
    }

</#list>
<#list ["add", "subtract", "multiply"] as operation>
    /** Returns 0 unless a result overflowed 64 bits, perhaps in a row that does not matter. */
    public static long ${operation}(Vector a, Vector b, long[] result, int[] selection, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector x) {
<#list integers as b>
            if (b instanceof ${b.name}Vector y) {
                return Arithmetic${a.name}.${operation}(x.values(), y.values(), result, selection, count);
            }
</#list>
            throw notFlat(b);
        }
</#list>
        throw notFlat(a);
    }

</#list>
<#list ["add", "subtract", "multiply"] as operation>
    /** The same where no result overflows 64 bits, or only in rows that do not matter. */
    public static void ${operation}Unchecked(Vector a, Vector b, long[] result, int[] selection, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector x) {
<#list integers as b>
            if (b instanceof ${b.name}Vector y) {
                Arithmetic${a.name}.${operation}${(a.type == "long" || b.type == "long")?then("Unchecked", "")}(x.values(), y.values(), result, selection, count);
                return;
            }
</#list>
            throw notFlat(b);
        }
</#list>
        throw notFlat(a);
    }

</#list>
<#list ["add", "subtract", "multiply", "subtractFrom"] as operation>
    /** The same where no result overflows 64 bits, or only in rows that do not matter. */
    public static void ${operation}Unchecked(Vector a, long constant, long[] result, int[] selection, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector x) {
            Arithmetic${a.name}.${operation}Unchecked(x.values(), constant, result, selection, count);
            return;
        }
</#list>
        throw notFlat(a);
    }

</#list>
    /** The sum of values whose sum can't overflow: those of the rows, or the first {@code count} if null. */
    public static long sum(Vector a, int[] rows, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
            return Arithmetic${a.name}.sum(flat.values(), rows, count);
        }
</#list>
        throw notFlat(a);
    }

    /** Adds the value of each row to its group's sum, which is at {@code width * group + place}; no sum may overflow. */
    public static void sumByGroup(
            Vector a, int[] rows, int[] groups, int count, long[] sums, int width, int place) {
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
            Arithmetic${a.name}.sumByGroup(flat.values(), rows, groups, count, sums, width, place);
            return;
        }
</#list>
        throw notFlat(a);
    }

<#list ["add", "subtract", "multiply", "subtractFrom"] as operation>
    /** Returns 0 unless a result overflowed 64 bits, perhaps in a row that does not matter. */
    public static long ${operation}(Vector a, long constant, long[] result, int[] selection, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector x) {
            return Arithmetic${a.name}.${operation}(x.values(), constant, result, selection, count);
        }
</#list>
        throw notFlat(a);
    }

</#list>
    /** The values as 64-bit integers, copied unless they are. */
    public static long[] longs(Vector a, long[] room, int[] selection, int count) {
        if (a instanceof LongVector flat) {
            return flat.values();
        }
<#list integers as a>
<#if a.type != "long">
        if (a instanceof ${a.name}Vector flat) {
            Arithmetic${a.name}.widen(flat.values(), room, selection, count);
            return room;
        }
</#if>
</#list>
        throw notFlat(a);
    }

    public static void toDouble(Vector a, double[] result, int[] selection, int count) {
<#list integers as a>
        if (a instanceof ${a.name}Vector flat) {
            Arithmetic${a.name}.toDouble(flat.values(), result, selection, count);
            return;
        }
</#list>
        throw notFlat(a);
    }
}
