package dev.mcpsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.conformance.ClientTable.Column;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real clients on the demo do what the clients page says of them. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@NotOn(value = Server.JETTY, because = "it has no CDI")
@Tag("clients")
class ClientsIT {

    @ArquillianResource
    private URL deployment;

    @Deployment(testable = false)
    static WebArchive demo() {
        return Wars.demo().addClass(CallerSwitch.class).addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    static List<TestedClient> clientsOfJava() {
        return TestedClient.OF_JAVA;
    }

    @ParameterizedTest
    @MethodSource
    void clientsOfJava(TestedClient client) throws Exception {
        doesWhatTheTableSays(client);
    }

    static List<TestedClient> clientsOfNpm() {
        return TestedClient.OF_NPM;
    }

    @NeedsNpm
    @ParameterizedTest
    @MethodSource
    void clientsOfNpm(TestedClient client) throws Exception {
        doesWhatTheTableSays(client);
    }

    private void doesWhatTheTableSays(TestedClient client) throws Exception {
        try (Operator operator = Operator.connect()) {
            URI endpoint = URI.create("http://127.0.0.1:" + deployment.getPort() + deployment.getPath() + "mcp");

            Map<Column, String> outcomes = ClientBehavior.of(client, endpoint, operator);

            assertThat(ClientTable.line(client.row(), outcomes))
                    .isEqualTo(ClientTable.line(client.row(), ClientTable.rows().get(client.row())));
        }
    }
}
