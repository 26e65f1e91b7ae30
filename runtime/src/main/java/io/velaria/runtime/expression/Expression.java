package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import java.io.Serializable;

/**
 * A scalar expression over the columns of one input: what a {@link io.velaria.runtime.plan.PhysicalPlan} computes with.
 * Immutable data; {@link ExpressionCompiler} turns it into something that runs.
 */
public sealed interface Expression extends Serializable permits InputRef, Literal, Parameter, Call {
    SqlType type();
}
