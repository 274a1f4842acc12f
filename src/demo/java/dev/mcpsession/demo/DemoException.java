package dev.mcpsession.demo;

/** The demo cannot run; the message is all that the person at the terminal needs. */
final class DemoException extends Exception {

    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }
}
