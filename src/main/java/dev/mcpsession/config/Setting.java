package dev.mcpsession.config;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value as somebody has written it, and the place that set it. */
record Setting(String place, String value) {

    static Optional<Setting> of(String place, @Nullable String value) {
        return value == null ? Optional.empty() : Optional.of(new Setting(place, value));
    }

    <T> T parse(Parameter parameter, Function<String, T> parser) {
        try {
            return parser.apply(value.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ConfigurationException("The MCP session filter cannot use " + place + " = '" + value
                    + "': expected " + parameter.expected());
        }
    }
}
