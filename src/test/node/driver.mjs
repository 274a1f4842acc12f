// Lets a test drive a client, one command a line on standard input, one JSON line of answer each on standard output:
// {"ok": true, "progress": 2} or {"ok": false, "error": "..."}. Ends with its input.
import { createInterface } from 'node:readline';

/**
 * @param client its functions are the commands: `connect` (again, after a failure), `list`, `call` (the tool "echo"), `countdown`
 *     (the tool of that name, for two seconds; calls the function it is given at each notification of progress), `terminate` (ends
 *     the session, where the client can say so) and `close`
 */
export async function drive(client) {
    for await (const command of createInterface({ input: process.stdin })) {
        let progress = 0;
        let answer;
        try {
            const said = JSON.stringify(await client[command](() => progress++) ?? null);
            const wanted = { list: 'countdown', call: 'hello', countdown: 'Counted 2 s.' }[command] ?? '';
            answer = said.includes(wanted) ? { ok: true, progress } : { ok: false, error: `Not "${wanted}": ${said}` };
        } catch (error) {
            answer = { ok: false, error: `${error.constructor?.name} ${error.code ?? ''}: ${error.message}` };
        }
        console.log(JSON.stringify(answer));
    }
    process.exit();
}

export const echo = { name: 'echo', arguments: { text: 'hello' } };
export const countdown = { name: 'countdown', arguments: { seconds: 2 } };
export const self = { name: 'driver', version: '1' };
