// Runs another of these clients within a page of a browser, as it is. Arguments: the URL of the endpoint; the host that the page is to
// come from, which is this machine; the client's script, and what that is told besides the URL.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launch } from './browser.mjs';

const [url, host, script, ...options] = process.argv.slice(2);

/** What stands in for standard input in a page: commands come by a function. */
const INPUT = `
    const commands = [];
    let wake = () => {};
    globalThis.say = command => { commands.push(command); wake(); };
    export async function* createInterface() {
        for (;;) {
            while (commands.length > 0) {
                yield commands.shift();
            }
            await new Promise(resolve => wake = resolve);
        }
    }`;

const input = {
    name: 'input',
    setup(builder) {
        builder.onResolve({ filter: /^node:readline$/ }, () => ({ path: 'readline', namespace: 'input' }));
        builder.onLoad({ filter: /.*/, namespace: 'input' }, () => ({ contents: INPUT }));
    }
};

const bundle = await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    bundle: true, write: false, format: 'esm', platform: 'browser', plugins: [input],
    define: { 'process.argv': JSON.stringify(['', '', url, ...options]), 'process.stdin': 'undefined' }
});

const pages = createServer((request, response) => {
    const asksForScript = request.url === '/client.js';
    response.setHeader('Content-Type', asksForScript ? 'text/javascript' : 'text/html');
    response.end(asksForScript ? bundle.outputFiles[0].text : '<!doctype html><script type="module" src="client.js"></script>');
});
await new Promise(resolve => pages.listen(0, '127.0.0.1', resolve));

const browser = await launch();
const page = await browser.newPage();
page.on('console', message => message.type() === 'log' ? console.log(message.text()) : console.error(message.text()));
page.on('pageerror', error => console.error(error));
await page.goto(`http://${host}:${pages.address().port}/`);
await page.waitForFunction('globalThis.say');
for await (const command of createInterface({ input: process.stdin })) {
    await page.evaluate(word => globalThis.say(word), command);
}
await browser.close();
process.exit();
