/**
 * Doubles of the servlet API for unit tests, fuzz tests and benchmarks: what a container gives, as far as the filter
 * asks.
 */
package dev.mcpsession.servlet;
