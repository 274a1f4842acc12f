package dev.mcpsession.bench;

import java.util.Collection;

/** The figure in the middle, which a few odd runs do not move. */
public final class Median {

    private Median() {}

    /**
     * Finds it.
     *
     * @param figures at least one
     * @return the median
     */
    public static double of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
