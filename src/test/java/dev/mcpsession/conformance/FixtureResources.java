package dev.mcpsession.conformance;

import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.function.Function;

/** The resources that the suite reads and subscribes to. */
final class FixtureResources {

    private static final String TEMPLATE = "test://template/{id}/data";

    private FixtureResources() {}

    static List<SyncResourceSpecification> all() {
        return List.of(
                resource(
                        "test://static-text",
                        "text/plain",
                        uri -> text(uri, "text/plain", "This is the content of the static text resource.")),
                resource(
                        "test://static-binary",
                        "image/png",
                        uri -> BlobResourceContents.builder(uri, Media.PNG)
                                .mimeType("image/png")
                                .build()),
                resource("test://watched-resource", "text/plain", uri -> text(uri, "text/plain", "Watched.")));
    }

    static List<SyncResourceTemplateSpecification> templates() {
        ResourceTemplate template = ResourceTemplate.builder(TEMPLATE, "template")
                .description("For the conformance suite.")
                .mimeType("application/json")
                .build();
        return List.of(new SyncResourceTemplateSpecification(
                template, (exchange, request) -> result(text(request.uri(), "application/json", data(request.uri())))));
    }

    private static String data(String uri) {
        String id = uri.substring(TEMPLATE.indexOf('{'), uri.lastIndexOf('/'));
        return "{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}";
    }

    private static SyncResourceSpecification resource(
            String uri, String type, Function<String, ResourceContents> contents) {
        Resource resource = Resource.builder(uri, uri.substring("test://".length()))
                .description("For the conformance suite.")
                .mimeType(type)
                .build();
        return new SyncResourceSpecification(resource, (exchange, request) -> result(contents.apply(request.uri())));
    }

    private static ResourceContents text(String uri, String type, String text) {
        return TextResourceContents.builder(uri, text).mimeType(type).build();
    }

    private static ReadResourceResult result(ResourceContents contents) {
        return ReadResourceResult.builder(List.of(contents)).build();
    }
}
