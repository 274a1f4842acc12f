package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

/** The tables of the operations page hold the descriptions that a JMX client sees. */
class OperationsPageTest {

    @Test
    void jmxTables_listEveryAttributeOperationAndNotification() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/site/markdown/operations.md")).stream()
                .dropWhile(line -> !line.equals("## JMX"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(expectedRows());
    }

    private static List<String> expectedRows() {
        Object bean = Proxy.newProxyInstance(
                McpSessionsMXBean.class.getClassLoader(),
                new Class<?>[] {McpSessionsMXBean.class},
                (proxy, method, arguments) -> null);
        MBeanInfo info = new DescribedMXBean(
                        (McpSessionsMXBean) bean,
                        McpSessionsMXBean.class,
                        new JmxAuditLog("/"),
                        new JmxNotifier(null).emitter())
                .getMBeanInfo();
        List<String> rows = new ArrayList<>();
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            boolean table =
                    attribute.getType().startsWith("[") || attribute.getType().equals(TabularData.class.getName());
            String type = table ? "table" : attribute.getType();
            rows.add(row(attribute.getName(), type + (attribute.isWritable() ? ", writable" : ""), attribute));
        }
        for (MBeanOperationInfo operation : info.getOperations()) {
            String parameters = Arrays.stream(operation.getSignature())
                    .map(MBeanFeatureInfo::getName)
                    .collect(Collectors.joining(", "));
            rows.add(row(operation.getName() + "(" + parameters + ")", operation.getReturnType(), operation));
        }
        for (MBeanNotificationInfo notification : info.getNotifications()) {
            String type = notification.getNotifTypes()[0];
            Class<?> data = type.startsWith("dev.mcpsession.limit.") ? LimitReport.class : MismatchReport.class;
            rows.add(row(type, parts(data), notification));
        }
        return rows;
    }

    private static String parts(Class<?> data) {
        return Arrays.stream(data.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", "));
    }

    private static String row(String name, String type, MBeanFeatureInfo feature) {
        return "| `" + name + "` | " + type + " | " + feature.getDescription() + " |";
    }
}
