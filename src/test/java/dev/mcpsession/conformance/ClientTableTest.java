package dev.mcpsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.conformance.ClientTable.Column;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The clients page's table of real clients has no row and no column that no test has tried. */
class ClientTableTest {

    @Test
    void rowsAreTheTestedClients() throws IOException {
        assertThat(ClientTable.rows().keySet())
                .containsExactlyElementsOf(
                        TestedClient.all().stream().map(TestedClient::row).toList());
    }

    @Test
    void columnsAreWhatIsTried() throws IOException {
        assertThat(ClientTable.titles())
                .containsExactlyElementsOf(
                        Stream.of(Column.values()).map(Column::title).toList());
    }
}
