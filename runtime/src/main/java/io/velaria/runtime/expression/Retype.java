package io.velaria.runtime.expression;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatListVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.ListVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;

/** Gives vectors another type that reads the same values, as a widening cast does. Nothing is copied. */
final class Retype {
    private Retype() {}

    static Evaluator evaluator(Evaluator source, SqlType type) {
        return (batch, selection, count) -> as(source.evaluate(batch, selection, count), type);
    }

    static Vector as(Vector vector, SqlType type) {
        if (vector.type().equals(type)) {
            return vector;
        }
        int length = vector.length();
        long[] validity = vector.validity();
        if (vector instanceof ByteVector flat) {
            return new ByteVector(type, flat.values(), validity, length).bounded(vector.least(), vector.greatest());
        }
        if (vector instanceof ShortVector flat) {
            return new ShortVector(type, flat.values(), validity, length).bounded(vector.least(), vector.greatest());
        }
        if (vector instanceof IntVector flat) {
            return new IntVector(type, flat.values(), validity, length).bounded(vector.least(), vector.greatest());
        }
        if (vector instanceof LongVector flat) {
            return new LongVector(type, flat.values(), validity, length).bounded(vector.least(), vector.greatest());
        }
        if (vector instanceof Int128Vector flat) {
            return new Int128Vector(type, flat.high(), flat.low(), validity, length);
        }
        if (vector instanceof FloatVector flat) {
            return new FloatVector(type, flat.values(), validity, length);
        }
        if (vector instanceof DoubleVector flat) {
            return new DoubleVector(type, flat.values(), validity, length);
        }
        if (vector instanceof StringVector flat) {
            return new StringVector(type, flat.bytes(), flat.offsets(), validity, length);
        }
        if (vector instanceof FloatListVector flat) {
            return new FloatListVector(type, flat.elements(), validity, length);
        }
        if (vector instanceof ListVector flat) {
            return new ListVector(type, flat.offsets(), flat.elements(), validity, length);
        }
        if (vector instanceof ConstantVector constant) {
            return new ConstantVector(as(constant.value(), type), length);
        }
        DictionaryVector encoded = (DictionaryVector) vector;
        return new DictionaryVector(encoded.codes(), as(encoded.values(), type), encoded.dictionary());
    }
}
