// The official TypeScript SDK, version 1. Argument: the URL of the endpoint.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { countdown, drive, echo, self } from './driver.mjs';

const client = new Client(self);
let transport;

await drive({
    connect: async () => {
        await client.close();
        transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
        await client.connect(transport);
    },
    list: () => client.listTools(),
    call: () => client.callTool(echo),
    countdown: onprogress => client.callTool(countdown, undefined, { onprogress }),
    terminate: () => transport.terminateSession(),
    close: () => client.close()
});
