// A headless Chromium: the one on the PATH, or else the one of a package, which is for Linux on x64 and brings its own libraries. It is
// unpacked next to this script. Run by itself it says whether there is one: by its exit code, its version or what is wrong.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts one. Without a sandbox, which neither root nor most containers can have: it sees our own pages and nothing else. */
export async function launch() {
    return chromium.launch({ executablePath: installed() ?? await unpacked(), args: ['--no-sandbox'] });
}

function installed() {
    return (process.env.PATH ?? '').split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name))).find(file => {
        try {
            accessSync(file, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
}

async function unpacked() {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
        throw new Error(`no ${NAMES.join(', ')} on the PATH, and no package for ${process.platform} on ${process.arch}`);
    }
    process.env.TMPDIR = fileURLToPath(new URL('chromium', import.meta.url));
    mkdirSync(process.env.TMPDIR, { recursive: true });
    // Where the package expects no libraries it brings them.
    process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
    const { default: packed } = await import('@sparticuz/chromium');
    return packed.executablePath();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const browser = await launch();
    console.log(browser.version());
    await browser.close();
}
