// What is asked of every dashboard. `setting` says which and where:
//   views      names of the dashboards
//   targets    names that links may lead to
//   pages      lends a page of the server, to be given back
//   empty      {view: {panel: why}}: panels that have nothing to show although
//              there are events
//   pictures   what to do with a drawn dashboard: (page, view, theme)
import assert from 'node:assert/strict';
import { describe, it, before, after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { baseSearches, handlers, MOST_SEARCHES, steadyPanels, unsetTokens, untitled } from './definition.mjs';
import { click } from './drilldowns.mjs';
import { change, clear, clearable } from './inputs.mjs';
import { problemOfLink } from './links.mjs';

// How long a click may take to have its effect.
const EFFECT = 3000;

export function everyDashboard(setting) {
    for (const view of setting.views) {
        describe(view, { concurrency: 1 }, () => {
            let page;
            before(async () => { page = await setting.pages.borrow(); });
            after(() => setting.pages.giveBack(page));
            const test = (name, body) => it(name, () => body(page));
            itShows(test, setting, view);
            itIsSound(test, view);
            inputsWork(test, view);
            drilldownsWork(test, setting, view);
        });
    }
}

function itShows(test, setting, view) {
    test('says that there is nothing where there are no events', async (page) => {
        assert.ok(await page.show(view, 'theme=light&events=none'), 'panels hang');
        assert.deepEqual(broken(await page.panels()), {});
        await nothingElseIsWrong(page);
    });

    for (const theme of ['dark', 'light']) {
        test(`shows data in every panel, ${theme}`, async (page) => {
            const calm = await page.show(view, `theme=${theme}`);
            await setting.pictures?.(page, view, theme);
            const panels = await page.panels();
            const definition = await page.eventlens('definition');
            assert.deepEqual(steadyPanels(definition).filter((id) => !panels[id]), [], 'panels that are not drawn');
            assert.deepEqual(broken(panels), {});
            const empty = Object.keys(panels).filter((id) => panels[id].state === 'empty');
            assert.deepEqual(empty.sort(), Object.keys(setting.empty?.[view] || {}).sort(), 'panels without data');
            assert.ok(calm, 'the dashboard never comes to rest');
            await nothingElseIsWrong(page);
        });
    }
}

function itIsSound(test, view) {
    test('has a sound definition', async (page) => {
        await page.untouched(view);
        const definition = await page.eventlens('definition');
        assert.deepEqual(await page.problems(), []);
        assert.deepEqual(untitled(definition), [], 'panels without a title');
        assert.deepEqual(unsetTokens(definition), [], 'searches that wait for a token that nothing sets');
        const searches = baseSearches(definition);
        assert.ok(searches.length <= MOST_SEARCHES, `${searches.length} searches; at most ${MOST_SEARCHES} are accepted: ${searches}`);
    });
}

function inputsWork(test, view) {
    test('searches again when an input is changed', async (page) => {
        await page.untouched(view);
        const { inputs = {}, dataSources = {} } = await page.eventlens('definition');
        for (const [id, { type, options }] of Object.entries(inputs)) {
            const earlier = (await page.searches()).length;
            const choice = await change(page.touch(), id, type);
            assert.notEqual(choice, null, `input ${id} has no second choice`);
            await panelsStayWhole(page, `input ${id} = ${choice}`);
            const used = type === 'input.timerange' || JSON.stringify(dataSources).includes(`$${options.token}`);
            const again = (await page.searches()).slice(earlier);
            assert.ok(!used || again.length > 0, `input ${id} = ${choice}: no search ran again`);
        }
        await nothingElseIsWrong(page);
    });

    test('leaves no panel hanging when an input is cleared', async (page) => {
        await page.untouched(view);
        const { inputs = {} } = await page.eventlens('definition');
        for (const [id, { type }] of Object.entries(inputs).filter((input) => clearable(input[1].type))) {
            await clear(page.touch(), id, type);
            await panelsStayWhole(page, `input ${id} cleared`);
        }
        await nothingElseIsWrong(page);
    });
}

function drilldownsWork(test, setting, view) {
    test('leads somewhere from every drilldown', async (page) => {
        await page.untouched(view);
        const { visualizations } = await page.eventlens('definition');
        const texts = Object.values(await page.panels()).flatMap(({ links = [] }) => links);
        for (const url of texts) assert.equal(await problemOfLink(url, page.server, setting.targets), null);
        for (const handler of handlers(await page.eventlens('definition'))) {
            if (setting.empty?.[view]?.[handler.id] || handler.options?.events?.includes('range.select')) continue;
            await page.untouched(view);
            assert.ok(await click(page.page, handler, visualizations[handler.id].type), `${where(handler)}: there is nothing to click on`);
            await effectOf(page, handler, setting.targets);
        }
        await nothingElseIsWrong(page);
    });
}

// Inputs wait for more before their change counts.
const CHANGED = 400;

const where = ({ id, type, options }) => `${id}, ${type} ${JSON.stringify(options)}`;

export const broken = (panels) => Object.fromEntries(Object.entries(panels)
    .filter(([, { state }]) => state === 'broken').map(([id, { problems }]) => [id, problems]));

async function panelsStayWhole(page, after) {
    await sleep(CHANGED);
    assert.ok(await page.settle(), `${after}: panels hang`);
    assert.deepEqual(broken(await page.panels()), {}, after);
}

async function nothingElseIsWrong(page) {
    assert.deepEqual(page.pageErrors, [], 'errors of the page');
    assert.deepEqual(await page.eventlens('errors'), [], 'errors that the page caught');
    assert.deepEqual(page.foreign, [], 'requests to other hosts');
    assert.deepEqual(await page.unknown(), [], 'requests that our splunkd does not know');
    const failed = (await page.searches()).filter(({ error }) => error);
    assert.deepEqual(failed.map(({ label, search, error }) => `${label}: ${error} in ${search}`), [], 'searches that fail');
}

const LINKS = new Set(['drilldown.customUrl', 'drilldown.linkToDashboard']);

// A click on a handler leads to a place that exists, or sets its tokens and
// leaves the panels whole.
async function effectOf(page, handler, targets) {
    if (LINKS.has(handler.type)) {
        assert.ok(await soon(async () => (await page.eventlens('links')).length > 0), `${where(handler)}: the click led nowhere`);
        for (const url of await page.takeLinks()) {
            assert.equal(await problemOfLink(url, page.server, targets), null, where(handler));
        }
        return;
    }
    page.touch();
    if (handler.type === 'drilldown.setToken') {
        const given = (await page.eventlens('definition')).defaults?.tokens?.default || {};
        const set = ({ token, value }, now) => (value === undefined ? now !== undefined && now !== given[token]?.value : now === value);
        const all = async () => {
            const { default: tokens = {} } = await page.eventlens('tokens');
            return handler.options.tokens.every((token) => set(token, tokens[token.token]));
        };
        assert.ok(await soon(all), `${where(handler)}: the click did not set its tokens`);
    }
    await panelsStayWhole(page, where(handler));
}

async function soon(holds) {
    for (const until = Date.now() + EFFECT; Date.now() < until; await sleep(100)) if (await holds()) return true;
    return false;
}
