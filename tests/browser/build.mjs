// Makes build/browser ready: the packages of package-lock.json and the page
// that is bundled from src/. What is still as it was made is not made again.
//
//   node build.mjs
//
// The packages stay out of the source tree: nobody shall search or ship them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const BUILT = path.resolve(HERE, '../../build/browser');
const PAGE = path.join(BUILT, 'page');

const hashOf = (...files) => {
    const hash = createHash('sha256');
    for (const file of files) hash.update(`${path.basename(file)}\0`).update(fs.readFileSync(file));
    return hash.digest('hex');
};

// Makes something unless `stamp` says that it was made of just these inputs.
async function once(stamp, inputs, make) {
    const file = path.join(BUILT, stamp);
    if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === inputs) return;
    fs.rmSync(file, { force: true });
    await make();
    fs.writeFileSync(file, inputs);
}

function install() {
    console.error('Installing the packages of tests/browser/package-lock.json (560 MB, a minute)');
    for (const name of ['package.json', 'package-lock.json']) {
        fs.copyFileSync(path.join(HERE, name), path.join(BUILT, name));
    }
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
        { cwd: BUILT, stdio: ['ignore', 2, 2] });
    if (npm.error) throw new Error(`npm does not start: ${npm.error.message}; on Debian: apt-get install npm`);
    if (npm.status !== 0) throw new Error(`npm ci failed with exit code ${npm.status}`);
}

async function bundle() {
    console.error('Bundling the page');
    const { build } = createRequire(path.join(BUILT, 'package.json'))('esbuild');
    fs.rmSync(PAGE, { recursive: true, force: true });
    await build({
        entryPoints: [path.join(HERE, 'src/main.jsx')],
        bundle: true,
        minify: true,
        jsx: 'automatic',
        outfile: path.join(PAGE, 'main.js'),
        nodePaths: [path.join(BUILT, 'node_modules')],
        define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
        loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.png': 'dataurl' },
        logLevel: 'warning',
    });
}

fs.mkdirSync(BUILT, { recursive: true });
const lock = hashOf(path.join(HERE, 'package-lock.json'));
const sources = fs.readdirSync(path.join(HERE, 'src')).sort().map((name) => path.join(HERE, 'src', name));
await once('packages.stamp', lock, install);
await once('page.stamp', lock + hashOf(path.join(HERE, 'build.mjs'), ...sources), bundle);
