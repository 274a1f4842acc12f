package dev.mcpsession.conformance;

import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult.CompleteCompletion;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The prompts that the suite gets, and the completion of an argument of one. */
final class FixturePrompts {

    private static final String WITH_ARGUMENTS = "test_prompt_with_arguments";

    private FixturePrompts() {}

    static List<SyncPromptSpecification> all() {
        return List.of(
                prompt("test_simple_prompt", List.of(), request -> said(text("This is a simple prompt for testing."))),
                prompt(
                        WITH_ARGUMENTS,
                        List.of("arg1", "arg2"),
                        request -> said(text("Prompt with arguments: arg1='" + argument(request, "arg1") + "', arg2='"
                                + argument(request, "arg2") + "'"))),
                prompt(
                        "test_prompt_with_embedded_resource",
                        List.of("resourceUri"),
                        request -> said(
                                embedded(argument(request, "resourceUri")),
                                text("Please process the embedded resource above."))),
                prompt(
                        "test_prompt_with_image",
                        List.of(),
                        request -> said(
                                ImageContent.builder(Media.PNG, "image/png").build(),
                                text("Please analyze the image above."))));
    }

    static List<SyncCompletionSpecification> completions() {
        return List.of(new SyncCompletionSpecification(
                PromptReference.builder(WITH_ARGUMENTS).build(),
                (exchange, request) -> new CompleteResult(new CompleteCompletion(List.of("paris", "park"), 2, false))));
    }

    private static SyncPromptSpecification prompt(
            String name, List<String> arguments, Function<GetPromptRequest, GetPromptResult> handler) {
        Prompt prompt = Prompt.builder(name)
                .description("For the conformance suite.")
                .arguments(arguments.stream()
                        .map(argument ->
                                PromptArgument.builder(argument).required(true).build())
                        .toList())
                .build();
        return new SyncPromptSpecification(prompt, (exchange, request) -> handler.apply(request));
    }

    private static String argument(GetPromptRequest request, String name) {
        return String.valueOf(request.arguments().get(name));
    }

    private static Content text(String text) {
        return TextContent.builder(text).build();
    }

    private static Content embedded(String uri) {
        return EmbeddedResource.builder(TextResourceContents.builder(uri, "Embedded resource content for testing.")
                        .mimeType("text/plain")
                        .build())
                .build();
    }

    private static GetPromptResult said(Content... parts) {
        return GetPromptResult.builder(Arrays.stream(parts)
                        .map(part -> PromptMessage.builder(Role.USER, part).build())
                        .toList())
                .build();
    }
}
