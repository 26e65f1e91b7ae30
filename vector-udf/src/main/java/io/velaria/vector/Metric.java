package io.velaria.vector;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import java.util.List;
import java.util.Locale;

/** How near two vectors are. */
public enum Metric {
    /** One minus the cosine of the angle, between 0 and 2; 1 if either vector is zero. Least is nearest. */
    COSINE(false),
    /** Euclidean distance. Least is nearest. */
    L2(false),
    /** Dot product. Greatest is nearest. */
    DOT(true);

    private final boolean greatestFirst;

    Metric(boolean greatestFirst) {
        this.greatestFirst = greatestFirst;
    }

    /** Whether the nearest vectors have the greatest scores. */
    public boolean greatestFirst() {
        return greatestFirst;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws VelariaException 22023 for an unknown metric */
    public static Metric of(String name) {
        for (Metric metric : values()) {
            if (metric.name().equalsIgnoreCase(name)) {
                return metric;
            }
        }
        VelariaException unknown = VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE, "unknown metric '" + name + "': it is cosine, l2 or dot");
        String hint = Suggestion.didYouMean(name, List.of("cosine", "l2", "dot"));
        throw hint == null ? unknown : unknown.hint(hint);
    }
}
