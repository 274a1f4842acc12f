package dev.mcpsession.management;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * Converts a flat record to composite data. The MXBean framework does that for the results of methods, but not for the
 * user data of notifications.
 */
final class CompositeDataConverter {

    private CompositeDataConverter() {}

    static CompositeData of(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        String[] names = new String[components.length];
        OpenType<?>[] types = new OpenType<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                names[i] = components[i].getName();
                types[i] = type(components[i].getType());
                values[i] = components[i].getAccessor().invoke(record);
            }
            String name = record.getClass().getName();
            return new CompositeDataSupport(new CompositeType(name, name, names, names, types), names, values);
        } catch (OpenDataException | ReflectiveOperationException e) {
            throw new IllegalStateException("Not a record of open types: " + record.getClass(), e);
        }
    }

    private static OpenType<?> type(Class<?> component) {
        OpenType<?> type = Map.of(
                        String.class, SimpleType.STRING, int.class, SimpleType.INTEGER, long.class, SimpleType.LONG)
                .get(component);
        if (type == null) {
            throw new IllegalStateException("Not an open type here: " + component);
        }
        return type;
    }
}
