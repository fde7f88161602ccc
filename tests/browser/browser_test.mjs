// Renders every dashboard of the app in a real browser, in both themes, against a
// stand-in for splunkd that answers from the demo logs (suite.mjs says what is
// asked of it). The same is asked of a gallery of all panels, inputs and
// drilldowns; and of a dashboard that is broken in many ways, whether each is
// noticed.
//
//   node build.mjs && node --test browser_test.mjs
//
// UPDATE_SCREENSHOTS=1 writes the pictures of docs/images anew.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUILT, Dashboards, HERE, launch, ROOT, serve } from './browser.mjs';
import { empty } from './expected.mjs';
import { untitled } from './definition.mjs';
import { broken, everyDashboard } from './suite.mjs';

const VIEWS = path.join(ROOT, 'default/data/ui/views');
const FIXTURES = path.join(HERE, 'fixtures/views');
const FAKE = ['--views', FIXTURES, '--evaluator', path.join(HERE, 'fixtures/spl')];

const namesIn = (directory) => (fs.existsSync(directory) ? fs.readdirSync(directory) : [])
    .filter((name) => name.endsWith('.xml')).map((name) => path.basename(name, '.xml')).sort();

// Of a picture in the documents.
const MOST_BYTES = 200_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// A server and the pages that show its dashboards; a page is used by one test at
// a time and then by the next.
class Pages {
    constructor(...options) {
        this.options = options;
        this.free = [];
    }

    async borrow() {
        this.server ??= serve(...this.options);
        return this.free.pop() ?? Dashboards.open(browser, await this.server);
    }

    giveBack(page) {
        if (page) this.free.push(page);
    }

    async stop() {
        (await this.server)?.stop();
    }
}

// A chart that moves into its place may still be grey when all data are there.
const DRAWN = 700;

async function pictures(page, view, theme) {
    await sleep(DRAWN);
    await page.screenshot(path.join(BUILT, `${view}-${theme}.png`));
    if (!process.env.UPDATE_SCREENSHOTS || theme !== 'light') return;
    fs.mkdirSync(path.join(ROOT, 'docs/images'), { recursive: true });
    await page.screenshot(path.join(ROOT, `docs/images/${view}.png`), MOST_BYTES);
}

// Two dashboards at once, which is what two processors are good for.
describe('dashboards', { concurrency: 2 }, () => {
    const views = namesIn(VIEWS);
    const pages = { app: new Pages(), fixtures: new Pages(...FAKE) };
    after(() => Promise.all(Object.values(pages).map((each) => each.stop())));
    everyDashboard({ views, targets: views, pages: pages.app, empty, pictures });
    everyDashboard({ views: ['gallery'], targets: ['gallery'], pages: pages.fixtures });
    describe('broken', { concurrency: 1 }, () => brokenDashboard(pages.fixtures));
});

// What is found by looking at the panel, what only by its definition.
const SEEN = ['failed_chain', 'failed_search', 'null_single', 'one_column', 'unknown_field', 'unknown_source',
    'unknown_type', 'unset_text', 'unset_token', 'words'];
const KNOWN = ['unknown_function', 'unknown_option', 'unknown_source', 'unknown_type', 'wrong_value'];

function brokenDashboard(pages) {
    let page;
    before(async () => { page = await pages.borrow(); });
    after(() => pages.giveBack(page));

    it('finds every panel that shows nothing', async () => {
        assert.equal(await page.show('broken', 'theme=light', 6000), false, 'a panel without its data source waits for ever');
        const panels = await page.panels();
        assert.deepEqual(Object.keys(broken(panels)).sort(), SEEN);
        const states = Object.entries(panels).filter(([, { state }]) => state === 'empty').map(([id]) => id);
        assert.deepEqual(states.sort(), ['empty_column', 'empty_single', 'empty_table']);
    });

    it('finds what another host is asked for', async () => {
        assert.match((await page.eventlens('errors')).join('\n'), /^forbidden: https:\/\/example\.com\/x\.png$/m);
    });

    it('finds every mistake of the definition', async () => {
        const problems = await page.problems();
        const named = problems.map((problem) => /^\/visualizations\/(\w+)/.exec(problem)?.[1]);
        assert.deepEqual([...new Set(named)].sort(), KNOWN, problems.join('\n'));
        assert.deepEqual(untitled(await page.eventlens('definition')), ['no_title']);
    });
}
