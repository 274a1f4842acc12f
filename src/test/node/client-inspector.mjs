// The command line of the MCP Inspector: each command is a process that connects anew. Argument: the URL of the endpoint.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drive } from './driver.mjs';

const launcher = fileURLToPath(new URL('node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url));

/** Runs it; what it finds it prints in JSON, also what is wrong. */
async function inspect(...options) {
    const inspector = spawn(process.execPath, [launcher, '--cli', process.argv[2], '--transport', 'http', ...options],
        { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    inspector.stdout.on('data', data => said += data);
    inspector.stderr.on('data', data => said += data);
    const code = await new Promise(resolve => inspector.on('close', resolve));
    if (code !== 0) {
        throw new Error(said);
    }
    return said;
}

const list = () => inspect('--method', 'tools/list');

await drive({
    connect: list,
    list,
    call: () => inspect('--method', 'tools/call', '--tool-name', 'echo', '--tool-arg', 'text=hello'),
    countdown: () => inspect('--method', 'tools/call', '--tool-name', 'countdown', '--tool-arg', 'seconds=2'),
    close: () => {}
});
