package io.velaria.planner.parse;

import org.apache.calcite.rel.type.RelDataType;

/** What a type factory implements so that VECTOR(n) in a statement becomes its type. */
public interface VectorTypeFactory {
    RelDataType createVectorType(int dimension);
}
