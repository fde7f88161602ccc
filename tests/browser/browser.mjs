// Opens dashboards in Debian's Chromium, from a server that this file starts.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readPanels } from './panels.mjs';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../..');
export const BUILT = path.join(ROOT, 'build/browser');

const PYTHON = process.env.EVENTLENS_PYTHON || 'python3';
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// A panel that shows nothing by then never will.
const PATIENCE = 20_000;
// So long nothing may change before a dashboard counts as drawn: longer than
// the packages wait between two looks at their jobs (250 ms).
const CALM = 400;

// So long a chart goes on showing what the mouse has left.
const LEAVING = 300;

export async function launch() {
    const { chromium } = createRequire(path.join(BUILT, 'package.json'))('playwright-core');
    return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

// Starts preview.py, and gives its address once it serves.
export async function serve(...options) {
    const child = spawn(PYTHON, [path.join(HERE, 'preview.py'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((_, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`preview.py ${options.join(' ')} ended with exit code ${code}`)));
    });
    ended.catch(() => {});
    const line = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
    const address = await Promise.race([line, ended]);
    const json = async (place) => (await fetch(address + place)).json();
    return { address, seen: () => json('/__seen'), view: (name) => json(`/__view/${name}`), stop: () => child.kill() };
}

// One page of the browser, which shows one dashboard after the other: loading
// the bundle takes longer than drawing a dashboard.
export class Dashboards {
    static async open(browser, server) {
        const context = await browser.newContext({
            viewport: { width: 1480, height: 1200 }, timezoneId: 'UTC', locale: 'en-US',
        });
        return new Dashboards(server, context, await context.newPage());
    }

    constructor(server, context, page) {
        Object.assign(this, { server, context, page, pending: 0, pageErrors: [], foreign: [], path: null, fresh: null });
        page.on('pageerror', (error) => this.pageErrors.push(error.message));
        page.on('request', () => { this.pending += 1; });
        for (const end of ['requestfinished', 'requestfailed']) page.on(end, () => { this.pending -= 1; });
    }

    // The dashboard as it opens, in light; shown anew where somebody touched it.
    async untouched(view) {
        return this.fresh === view || this.show(view, 'theme=light');
    }

    // Shows a dashboard anew and waits until it is drawn; whether it came to that.
    async show(view, query, patience = PATIENCE) {
        const first = this.path === null;
        this.path = `/en-US/app/eventlens/${view}`;
        this.shown = (await this.server.seen()).searches.length;
        const address = `${this.path}?${query}`;
        // A chart that is taken away under the mouse fails in its last move.
        await this.page.mouse.move(0, 0);
        await sleep(LEAVING);
        this.pageErrors.length = 0;
        this.foreign.length = 0;
        if (first) await this.#load(address);
        else await this.page.evaluate((place) => window.eventlens.open(place), address);
        await this.page.evaluate(() => { window.eventlens.follow = false; });
        const calm = await this.settle(patience);
        this.fresh = calm && query === 'theme=light' ? view : null;
        return calm;
    }

    // To be called before anything in the page is clicked on that may change it.
    touch() {
        this.fresh = null;
        return this.page;
    }

    async #load(address) {
        const own = new URL(this.server.address).host;
        await this.context.route((url) => url.host !== own && url.protocol !== 'blob:' && url.protocol !== 'data:', (route) => {
            this.foreign.push(route.request().url());
            return route.abort();
        });
        // The packages validate in a worker, each time compiling their schema for
        // four seconds; without workers they keep what they compiled.
        await this.page.addInitScript(() => { delete window.Worker; });
        await this.page.goto(this.server.address + address);
        await this.page.waitForFunction(() => window.eventlens?.definition, null, { timeout: PATIENCE });
    }

    // Waits until all is answered and drawn; whether it came to that.
    async settle(patience = PATIENCE) {
        const until = Date.now() + patience;
        let last = '';
        let since = Date.now();
        while (Date.now() < until) {
            const now = await this.page.evaluate(pulse);
            if (this.pending > 0 || now.waiting > 0 || now.panels === 0 || now.drawn !== last) since = Date.now();
            else if (Date.now() - since >= CALM) return true;
            last = now.drawn;
            await sleep(80);
        }
        return false;
    }

    panels() {
        return this.page.evaluate(readPanels);
    }

    eventlens(name) {
        return this.page.evaluate((key) => window.eventlens[key], name);
    }

    // The addresses that drilldowns led to since they were taken last.
    takeLinks() {
        return this.page.evaluate(() => window.eventlens.links.splice(0));
    }

    problems() {
        return this.page.evaluate(() => window.eventlens.problems());
    }

    // The searches of the dashboard since it was shown, as the server saw them.
    async searches() {
        const { searches } = await this.server.seen();
        return searches.slice(this.shown).filter(({ page }) => page === this.path);
    }

    // What it asked splunkd for and our stand-in does not know.
    async unknown() {
        const { unknown } = await this.server.seen();
        return unknown.filter(({ page }) => page === this.path).map(({ request }) => request);
    }

    // A picture of the dashboard, made smaller until it has fewer bytes than that.
    async screenshot(file, most = Infinity) {
        const { x, y, width, height } = await this.page.locator('#dashboard').boundingBox();
        const session = await this.context.newCDPSession(this.page);
        for (const scale of [1, 0.8, 0.65, 0.5, 0.35]) {
            const clip = { x, y, width, height, scale };
            const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true });
            fs.writeFileSync(file, Buffer.from(data, 'base64'));
            if (fs.statSync(file).size < most) break;
        }
        await session.detach();
    }
}

// In the page: how many panels there are and wait, and what is drawn.
function pulse() {
    const panels = [...document.querySelectorAll('[data-test="viz-item"]')];
    const waiting = panels.filter((panel) => panel.querySelector('[data-test="status-icon-container"] [aria-label="Status ok"]'));
    return {
        panels: panels.length,
        waiting: waiting.length,
        drawn: panels.map((panel) => `${panel.dataset.id} ${panel.innerHTML.length}`).join(),
    };
}
