package dev.mcpsession.it.server;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Tells Arquillian of {@link StandaloneContainer}. */
public final class StandaloneContainerExtension implements LoadableExtension {

    /** Made by Arquillian. */
    public StandaloneContainerExtension() {}

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, StandaloneContainer.class);
    }
}
