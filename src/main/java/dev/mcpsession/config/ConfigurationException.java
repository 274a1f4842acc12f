package dev.mcpsession.config;

/**
 * A configuration that cannot be used. The message is one sentence for the person who deploys: which parameter, where
 * it was set, its value and the form that is expected.
 */
public final class ConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the sentence that mends it
     */
    public ConfigurationException(String message) {
        super(message);
    }
}
