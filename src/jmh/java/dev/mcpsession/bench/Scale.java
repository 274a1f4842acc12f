package dev.mcpsession.bench;
final class Scale { private Scale() {} static void measure(Report report) {} }
