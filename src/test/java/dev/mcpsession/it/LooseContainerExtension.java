package dev.mcpsession.it;

import dev.mcpsession.server.Server;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Tells Arquillian of {@link LooseContainer}. */
public final class LooseContainerExtension implements LoadableExtension {

    /** Made by Arquillian. */
    public LooseContainerExtension() {}

    @Override
    public void register(ExtensionBuilder builder) {
        if (!Server.current().hasAdapter()) {
            builder.service(DeployableContainer.class, LooseContainer.class);
        }
    }
}
