package dev.mcpsession.bench;
final class EndToEnd { private EndToEnd() {} static void measure(Report report) {} }
