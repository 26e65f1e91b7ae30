package io.velaria.runtime.expression;

import java.time.ZoneId;

/**
 * What expressions see of the execution they run in.
 *
 * @param parameters values bound to the {@code ?}s, in the form of {@link Literal#value}, already of the types that the
 *     plan's {@link Parameter}s say
 * @param statementMicros the one clock reading of the statement, in microseconds since the epoch
 * @param zone the session's time zone
 * @param functions where calls by name are looked up
 */
public record EvaluationContext(Object[] parameters, long statementMicros, ZoneId zone, FunctionRegistry functions) {}
