package dev.mcpsession.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The pictures in the README, drawn without a screen. */
final class Plot {

    private static final Path FOLDER =
            Effort.isQuick() ? Path.of(System.getProperty("build.directory"), "plots") : Path.of("src/jmh/plots");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final float LINE = 2;
    private static final Color GRID = new Color(0xD0D0D0);
    private static final Color[] COLORS = {
        new Color(0x0072B2),
        new Color(0xE69F00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x999999),
        new Color(0xD55E00)
    };

    static {
        System.setProperty("java.awt.headless", "true");
    }

    private Plot() {}

    /** Bars: in groups, and of the same kinds in each group. */
    static void bars(String name, String title, String unit, Map<String, Map<String, Double>> groups)
            throws IOException {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        groups.forEach((group, bars) -> bars.forEach((kind, value) -> data.addValue(value, kind, group)));
        JFreeChart chart = ChartFactory.createBarChart(title, null, unit, data);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        plot.getDomainAxis().setMaximumCategoryLabelLines(2);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        for (int series = 0; series < data.getRowCount(); series++) {
            renderer.setSeriesPaint(series, COLORS[series % COLORS.length]);
        }
        write(name, chart);
    }

    /** Lines over a number, such as a turn. */
    static void lines(String name, String title, String over, String unit, Map<String, Map<Integer, Double>> lines)
            throws IOException {
        write(name, chart(title, over, unit, lines));
    }

    /** Lines over a number and of a quantity that each grow by powers of ten. */
    static void growth(String name, String title, String over, String unit, Map<String, Map<Integer, Double>> lines)
            throws IOException {
        JFreeChart chart = chart(title, over, unit, lines);
        chart.getXYPlot().setDomainAxis(powersOfTen(over));
        chart.getXYPlot().setRangeAxis(powersOfTen(unit));
        write(name, chart);
    }

    private static LogAxis powersOfTen(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
        return axis;
    }

    private static JFreeChart chart(String title, String over, String unit, Map<String, Map<Integer, Double>> lines) {
        XYSeriesCollection data = new XYSeriesCollection();
        lines.forEach((name, points) -> {
            XYSeries series = new XYSeries(name);
            points.forEach(series::add);
            data.addSeries(series);
        });
        JFreeChart chart =
                ChartFactory.createXYLineChart(title, over, unit, data, PlotOrientation.VERTICAL, true, false, false);
        XYPlot plot = chart.getXYPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(true);
        plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int series = 0; series < data.getSeriesCount(); series++) {
            renderer.setSeriesPaint(series, COLORS[series % COLORS.length]);
            renderer.setSeriesStroke(series, new BasicStroke(LINE));
        }
        plot.setRenderer(renderer);
        return chart;
    }

    private static void write(String name, JFreeChart chart) throws IOException {
        chart.setBackgroundPaint(Color.WHITE);
        Files.createDirectories(FOLDER);
        ChartUtils.saveChartAsPNG(FOLDER.resolve(name + ".png").toFile(), chart, WIDTH, HEIGHT);
    }
}
