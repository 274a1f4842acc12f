package dev.mcpsession.config;

import java.time.Duration;

/**
 * Checks what an operator sets while the application runs: by the forms and bounds, and with the sentences, of the
 * parameter that it takes the place of.
 *
 * @since 1.0
 */
public final class Steering {

    private Steering() {}

    /**
     * Checks a duration.
     *
     * @param parameter one that is a duration
     * @param place what the operator has set
     * @param seconds the value
     * @return the duration
     * @throws ConfigurationException if the configuration would not take it
     */
    public static Duration seconds(Parameter parameter, String place, long seconds) {
        return new Setting(place, String.valueOf(seconds)).parse(parameter, Form::duration);
    }

    /**
     * Checks a limit.
     *
     * @param parameter one that is a limit
     * @param place what the operator has set
     * @param limit the value
     * @return the limit
     * @throws ConfigurationException if the configuration would not take it
     */
    public static int limit(Parameter parameter, String place, int limit) {
        return new Setting(place, String.valueOf(limit)).parse(parameter, Form::limit);
    }
}
