// An endpoint of both eras on the official TypeScript SDK: 2026-07-28, and before it without sessions of its own. It offers what
// the conformance suite asks of a server of 2026-07-28, and the demo's "echo" and "countdown". It looks neither at Origin nor at
// Host. It prints the port that it has got on loopback, and ends with its standard input.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
    McpServer, ResourceTemplate, acceptedContent, completable, createMcpHandler, createRequestStateCodec, inputRequired, inputResponse
} from '@modelcontextprotocol/server';
import { z } from 'zod';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const states = createRequestStateCodec({ key: randomBytes(32) });

const text = said => ({ content: [{ type: 'text', text: said }] });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const embedded = (uri, mimeType, said) => ({ type: 'resource', resource: { uri, mimeType, text: said } });

const form = (message, property, type = 'string') => inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [property]: { type } }, required: [property] }
});
const sampling = (said, maxTokens) => inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: said } }], maxTokens
});

const has = (ctx, key) => inputResponse(ctx.mcpReq.inputResponses, key).kind !== 'missing';

/** A tool without arguments that answers at once. */
const plainTools = {
    test_simple_text: () => text('This is a simple text response for testing.'),
    test_image_content: () => ({ content: [image] }),
    test_audio_content: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
    test_embedded_resource: () => ({
        content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')]
    }),
    test_multiple_content_types: () => ({
        content: [
            { type: 'text', text: 'Multiple content types test:' },
            image,
            embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}')
        ]
    }),
    test_error_handling: () => ({ ...text('This tool intentionally returns an error for testing'), isError: true }),
    test_tool_with_progress: async ctx => {
        for (const progress of [0, 50, 100]) {
            await tell(ctx, progress, 100);
            await sleep(50);
        }
        return text('All of it is done.');
    },
    test_logging_tool: async ctx => {
        await ctx.mcpReq.log('info', 'Not sent to clients that have not asked for it.');
        return text('Logged.');
    },

    // Tools that ask back.
    test_missing_capability: ctx => ask(ctx, { question: sampling('Anything?', 10) }, () => text('Answered.')),
    test_streaming_elicitation: ctx => ask(ctx, { user_name: form('What is your name?', 'name') }, () => text('Answered.')),
    test_input_required_result_elicitation: ctx => {
        const answer = acceptedContent(ctx.mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }));
        return answer
            ? text(`Hello, ${answer.name}!`)
            : inputRequired({ inputRequests: { user_name: form('What is your name?', 'name') } });
    },
    test_input_required_result_sampling: ctx => ask(ctx,
        { capital_question: sampling('What is the capital of France?', 100) },
        () => text(`The model says: ${inputResponse(ctx.mcpReq.inputResponses, 'capital_question').result.content.text}`)),
    test_input_required_result_list_roots: ctx => ask(ctx,
        { client_roots: inputRequired.listRoots() },
        () => text(`Roots: ${inputResponse(ctx.mcpReq.inputResponses, 'client_roots').roots.map(root => root.uri)}`)),
    test_input_required_result_request_state: ctx => askWithState(ctx,
        { confirm: form('Please confirm', 'ok', 'boolean') }, () => text('state-ok')),
    test_input_required_result_tampered_state: ctx => askWithState(ctx,
        { confirm: form('Please confirm', 'ok', 'boolean') }, () => text('state-ok')),
    test_input_required_result_multiple_inputs: ctx => askWithState(ctx, {
        user_name: form('What is your name?', 'name'),
        greeting: sampling('Generate a greeting', 50),
        client_roots: inputRequired.listRoots()
    }, () => text('All of it has come.')),
    test_input_required_result_multi_round: async ctx => {
        if (has(ctx, 'step2')) {
            return text('Both steps are done.');
        }
        return has(ctx, 'step1')
            ? inputRequired({
                inputRequests: { step2: form('Step 2: What is your favorite color?', 'color') },
                requestState: await states.mint({ step: 2 })
            })
            : inputRequired({
                inputRequests: { step1: form('Step 1: What is your name?', 'name') },
                requestState: await states.mint({ step: 1 })
            });
    },
    test_input_required_result_capabilities: ctx => {
        const declared = ctx.mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'] ?? {};
        const inputRequests = {};
        if (declared.sampling) {
            inputRequests.question = sampling('Anything?', 10);
        }
        if (declared.elicitation) {
            inputRequests.user_name = form('What is your name?', 'name');
        }
        return ask(ctx, inputRequests, () => text('Answered.'));
    },

    // Tools that change lists. The lists stay as they are: the suite looks at the notifications.
    test_trigger_tool_change: () => {
        handler.notify.toolsChanged();
        return text('Told.');
    },
    test_trigger_prompt_change: () => {
        handler.notify.promptsChanged();
        return text('Told.');
    }
};

function ask(ctx, inputRequests, answered) {
    return Object.keys(inputRequests).every(key => has(ctx, key)) ? answered() : inputRequired({ inputRequests });
}

async function askWithState(ctx, inputRequests, answered) {
    return Object.keys(inputRequests).every(key => has(ctx, key)) && ctx.mcpReq.requestState()
        ? answered()
        : inputRequired({ inputRequests, requestState: await states.mint({ asked: Object.keys(inputRequests) }) });
}

async function tell(ctx, progress, total) {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
        await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total } });
    }
}

function addTools(server) {
    for (const [name, call] of Object.entries(plainTools)) {
        server.registerTool(name, { description: 'For the conformance suite.' }, ctx => call(ctx));
    }
    server.registerTool('test_custom_header', {
        description: 'For the conformance suite.', inputSchema: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) })
    }, ({ region }) => text(region));
    server.registerTool('echo', { description: 'Says it back.', inputSchema: z.object({ text: z.string() }) },
        given => text(given.text));
    server.registerTool('countdown', { description: 'Takes its time.', inputSchema: z.object({ seconds: z.number().int() }) },
        async ({ seconds }, ctx) => {
            for (let passed = 1; passed <= seconds; passed++) {
                await sleep(1000);
                await tell(ctx, passed, seconds);
            }
            return text(`Counted ${seconds} s.`);
        });
}

function addResources(server) {
    const about = mimeType => ({ description: 'For the conformance suite.', mimeType });
    server.registerResource('static-text', 'test://static-text', about('text/plain'), uri => ({
        contents: [{ uri: uri.href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }]
    }));
    server.registerResource('static-binary', 'test://static-binary', about('image/png'), uri => ({
        contents: [{ uri: uri.href, mimeType: 'image/png', blob: PNG }]
    }));
    server.registerResource('template', new ResourceTemplate('test://template/{id}/data', { list: undefined }),
        about('application/json'), (uri, { id }) => ({
            contents: [{
                uri: uri.href,
                mimeType: 'application/json',
                text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
            }]
        }));
}

function addPrompts(server) {
    const description = 'For the conformance suite.';
    const user = content => ({ role: 'user', content });
    server.registerPrompt('test_simple_prompt', { description }, () => ({
        messages: [user({ type: 'text', text: 'This is a simple prompt for testing.' })]
    }));
    server.registerPrompt('test_prompt_with_arguments', {
        description,
        argsSchema: z.object({
            arg1: completable(z.string(), value => ['paris', 'park'].filter(city => city.startsWith(value))),
            arg2: z.string()
        })
    }, ({ arg1, arg2 }) => ({
        messages: [user({ type: 'text', text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` })]
    }));
    server.registerPrompt('test_prompt_with_embedded_resource', {
        description, argsSchema: z.object({ resourceUri: z.string() })
    }, ({ resourceUri }) => ({
        messages: [
            user(embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.')),
            user({ type: 'text', text: 'Please process the embedded resource above.' })
        ]
    }));
    server.registerPrompt('test_prompt_with_image', { description }, () => ({
        messages: [user(image), user({ type: 'text', text: 'Please analyze the image above.' })]
    }));
    server.registerPrompt('test_input_required_result_prompt', { description }, ctx => ask(ctx,
        { user_context: form('What context should the prompt use?', 'context') },
        () => ({ messages: [user({ type: 'text', text: 'There is a context now.' })] })));
}

function newServer() {
    const server = new McpServer({ name: 'dual-era fixture', version: '1' }, {
        capabilities: { logging: {}, tools: { listChanged: true }, prompts: { listChanged: true }, resources: {}, completions: {} },
        requestState: { verify: states.verify }
    });
    addTools(server);
    addResources(server);
    addPrompts(server);
    return server;
}

const handler = createMcpHandler(newServer);
const http = createServer(toNodeHandler(handler));
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
process.stdin.resume().on('end', () => process.exit());
