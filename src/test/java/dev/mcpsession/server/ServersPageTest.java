package dev.mcpsession.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the servers page has a row for each server, with the reason of each test that is skipped there. */
class ServersPageTest {

    private static final JavaClasses TESTS = ArchConfiguration.withThreadLocalScope(configuration -> {
        // Only annotations are asked for, and not those of the JDK or of libraries.
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importPackages("dev.mcpsession");
    });

    @ParameterizedTest
    @EnumSource
    void serversTable_namesWhatIsSkippedOnTheServer(Server server) throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/site/markdown/servers.md")).stream()
                .filter(line -> line.startsWith("| ") && line.contains("server-config/" + server.id() + "/README.md)"))
                .toList();
        assertThat(rows).as("rows of %s", server.id()).hasSize(1);
        assertThat(reasons()
                        .filter(not -> List.of(not.value()).contains(server))
                        .map(NotOn::because))
                .as("reasons, all of them in: %s", rows.get(0))
                .allMatch(rows.get(0)::contains);
    }

    @Test
    void reasons_exist() {
        assertThat(reasons()).isNotEmpty();
    }

    private static Stream<NotOn> reasons() {
        return Stream.concat(TESTS.stream(), TESTS.stream().flatMap(test -> test.getMethods().stream()))
                .flatMap(test -> Stream.concat(
                        test.tryGetAnnotationOfType(NotOn.class).stream(),
                        test.tryGetAnnotationOfType(NotOn.Servers.class).stream()
                                .flatMap(all -> Stream.of(all.value()))));
    }
}
