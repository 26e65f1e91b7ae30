package io.velaria.runtime.operator.setop;

import io.velaria.runtime.execution.Pipeline;
import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.operator.aggregate.AggregateState;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the pipelines of a {@link SetOperation}. UNION ALL reads its inputs one after the other; INTERSECT and EXCEPT
 * count each row's appearances in every input and then give it out as often as these say.
 */
public final class SetOperationTranslation {
    private SetOperationTranslation() {}

    public static PipelineBuilder.Draft build(PipelineBuilder builder, SetOperation plan) {
        int inputs = plan.inputs().size();
        List<PipelineBuilder.Draft> drafts = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            PipelineBuilder.Draft draft = builder.build(plan.inputs().get(i));
            int number = i;
            if (plan.kind() != SetOperation.Kind.UNION) {
                draft.then(context -> new InputMarker(number, inputs));
            }
            drafts.add(draft);
        }
        PipelineBuilder.Draft all = builder.concat(drafts);
        if (plan.kind() == SetOperation.Kind.UNION) {
            return plan.all() ? all : distinct(builder, plan, all);
        }
        AggregateState counts = new AggregateState(counts(plan, inputs), builder.context());
        Pipeline counting = all.into(counts);
        int columns = plan.schema().size();
        return builder.start(counts.source(), counting)
                .then(context -> new Multiplicity(plan.kind(), plan.all(), columns));
    }

    private static PipelineBuilder.Draft distinct(
            PipelineBuilder builder, SetOperation plan, PipelineBuilder.Draft all) {
        List<Integer> keys = numbers(plan.schema().size());
        Aggregate distinct = new Aggregate(
                new Values(List.of(), plan.schema()), keys, List.of(keys), List.of(), plan.schema(), Double.NaN);
        AggregateState state = new AggregateState(distinct, builder.context());
        return builder.start(state.source(), all.into(state));
    }

    private static Aggregate counts(SetOperation plan, int inputs) {
        List<Integer> keys = numbers(plan.schema().size());
        List<Field> input = new ArrayList<>(plan.schema());
        List<Field> output = new ArrayList<>(plan.schema());
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            calls.add(new AggregateCall("COUNT", List.of(), false, input.size(), List.of(), SqlType.BIGINT));
            input.add(new Field("in" + i, SqlType.BOOLEAN, false));
            output.add(new Field("count" + i, SqlType.BIGINT, false));
        }
        return new Aggregate(new Values(List.of(), input), keys, List.of(keys), calls, output, Double.NaN);
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
