package dev.mcpsession.it.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The container that Arquillian deploys to: one {@link StandaloneServer} for all deployments, which come and go. */
public final class StandaloneContainer implements DeployableContainer<StandaloneContainer.Configuration> {

    private final int httpPort = Integer.getInteger("http.port");
    private StandaloneServer server;
    private int deployments;

    /** Made by Arquillian. */
    public StandaloneContainer() {}

    /** Nothing to configure. */
    public static final class Configuration implements ContainerConfiguration {

        /** Made by Arquillian. */
        public Configuration() {}

        @Override
        public void validate() {}
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return ProtocolDescription.DEFAULT;
    }

    @Override
    public void start() throws LifecycleException {
        try {
            server = StandaloneServer.start(httpPort, Integer.getInteger("jmx.port"));
        } catch (Exception e) {
            throw new LifecycleException("The server does not start", e);
        }
    }

    @Override
    public void stop() throws LifecycleException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new LifecycleException("The server does not stop", e);
        }
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String name = name(archive);
        // Each its own: Open Liberty takes the callers of an application for those of the one that was there before.
        String context = "/" + name + "-" + ++deployments;
        int line = server.logSize();
        boolean deployed;
        try {
            deployed = server.deploy(name, context, archive.as(WebArchive.class));
        } catch (Exception e) {
            throw new DeploymentException(name, e);
        }
        if (!deployed) {
            throw new DeploymentException(name + ": " + server.trouble(line));
        }
        return new ProtocolMetaData()
                .addContext(new HTTPContext("127.0.0.1", httpPort).add(new Servlet("any", context)));
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            server.undeploy(name(archive));
        } catch (Exception e) {
            throw new DeploymentException(name(archive), e);
        }
    }

    private static String name(Archive<?> archive) {
        return archive.getName().replaceFirst("\\.war$", "");
    }
}
