// The client of the AI SDK. Arguments: the URL of the endpoint; "legacy" where it is not to look for later revisions first.
import { createMCPClient } from '@ai-sdk/mcp';
import { countdown, drive, echo } from './driver.mjs';

const [url, negotiation] = process.argv.slice(2);
let client;

await drive({
    connect: async () => {
        client = await createMCPClient({ transport: { type: 'http', url }, protocolVersionDiscovery: negotiation !== 'legacy' });
    },
    list: () => client.listTools(),
    call: () => client.callTool(echo),
    countdown: () => client.callTool(countdown),
    close: () => client.close()
});
