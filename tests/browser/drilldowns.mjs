// Clicks on what a panel shows, as a reader does who wants to know more.

const panelOf = (page, id) => page.locator(`[data-test="viz-item"][data-id="${id}"]`);

// A cell with something in it, of the first of these columns that has one.
async function cellOf(panel, fields) {
    const head = await panel.locator('[data-test="main-table"] [data-test="head-cell"]').allInnerTexts();
    const names = head.map((name) => name.trim());
    for (const field of fields?.length ? fields : names) {
        const column = names.indexOf(field);
        if (column < 0) continue;
        const cells = panel.locator(`[data-test="main-table"] [data-test="body"] [data-test="row"] [data-test="cell"]:nth-child(${column + 1})`);
        const texts = await cells.allInnerTexts();
        const row = texts.findIndex((text) => text.trim() !== '');
        if (row >= 0) return cells.nth(row);
    }
    return null;
}

// Where in the window a mark of a chart can be hit: the middle of a slice's box
// may lie outside the slice.
function hit(panel) {
    const marks = [...panel.querySelectorAll('.highcharts-series-group .highcharts-point')];
    const lines = [...panel.querySelectorAll('.highcharts-series-group path.highcharts-graph')];
    const steps = [0.5, 0.25, 0.75, 0.1, 0.9];
    for (const mark of [...marks, ...lines]) {
        const box = mark.getBoundingClientRect();
        for (const x of steps) for (const y of steps) {
            const place = { x: box.left + box.width * x, y: box.top + box.height * y };
            const at = document.elementFromPoint(place.x, place.y);
            if (box.width + box.height > 2 && panel.contains(at) && (at === mark || mark.matches('.highcharts-graph'))) return place;
        }
    }
    return null;
}

async function clickChart(page, panel) {
    await panel.scrollIntoViewIfNeeded();
    const place = await panel.evaluate(hit);
    if (!place) return false;
    await page.mouse.move(place.x - 2, place.y);
    await page.mouse.move(place.x, place.y);
    await page.mouse.click(place.x, place.y);
    return true;
}

// Clicks where the handler listens; whether there was something to click on.
export async function click(page, { id, options }, kind) {
    const panel = panelOf(page, id);
    if (kind === 'splunk.table') {
        const cell = await cellOf(panel, options?.fields);
        // Of several values in a cell each is a link of its own.
        await cell?.locator('span, [data-array-index]').first().click();
        return Boolean(cell);
    }
    if (kind.startsWith('splunk.singlevalue')) {
        await panel.locator('[data-test="majorValue"]').click();
        return true;
    }
    return clickChart(page, panel);
}
