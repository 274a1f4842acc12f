package dev.mcpsession.servlet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields in the order of their first appearance. Reading them allocates nothing. */
final class Headers {

    private final List<String> names = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();

    void add(String name, String value) {
        int index = indexOf(name);
        if (index < 0) {
            names.add(name);
            values.add(List.of(value));
        } else {
            List<String> more = new ArrayList<>(values.get(index));
            more.add(value);
            values.set(index, more);
        }
    }

    void remove(String name) {
        int index = indexOf(name);
        if (index >= 0) {
            names.remove(index);
            values.remove(index);
        }
    }

    void clear() {
        names.clear();
        values.clear();
    }

    boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    @Nullable
    String first(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values.get(index).get(0);
    }

    List<String> all(String name) {
        int index = indexOf(name);
        return index < 0 ? List.of() : values.get(index);
    }

    List<String> names() {
        return names;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
