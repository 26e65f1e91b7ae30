package io.velaria.stream;

import io.velaria.runtime.extension.RuntimeExtension;
import io.velaria.runtime.extension.TableProvider;
import java.util.List;

/** What streams add to the runtime. */
public final class StreamExtension implements RuntimeExtension {
    @Override
    public String name() {
        return "stream";
    }

    @Override
    public List<TableProvider> streamProviders() {
        return List.of(new CsvStreamProvider());
    }
}
