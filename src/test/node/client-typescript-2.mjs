// The official TypeScript SDK, version 2. Arguments: the URL of the endpoint; "legacy", "auto", or a revision to pin.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { countdown, drive, echo, self } from './driver.mjs';

const [url, negotiation] = process.argv.slice(2);
const mode = ['legacy', 'auto'].includes(negotiation) ? negotiation : { pin: negotiation };
const client = new Client(self, { versionNegotiation: { mode } });
let transport;

await drive({
    connect: async () => {
        await client.close();
        transport = new StreamableHTTPClientTransport(new URL(url));
        await client.connect(transport);
    },
    list: () => client.listTools(),
    call: () => client.callTool(echo),
    countdown: onprogress => client.callTool(countdown, { onprogress }),
    terminate: () => transport.terminateSession(),
    close: () => client.close()
});
