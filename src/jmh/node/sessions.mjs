// An MCP server on the official TypeScript SDK, with the map of sessions that its own examples have. It prints the port that it has
// got on loopback.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const transports = new Map();

async function connected() {
    const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: id => transports.set(id, transport)
    });
    transport.onclose = () => transports.delete(transport.sessionId);
    await new McpServer({ name: 'bench', version: '1' }).connect(transport);
    return transport;
}

const http = createServer(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const transport = id === undefined ? await connected() : transports.get(id);
    if (transport === undefined) {
        response.writeHead(404).end();
    } else {
        await transport.handleRequest(request, response);
    }
});
http.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
