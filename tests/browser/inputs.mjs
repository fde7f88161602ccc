// Changes an input of the drawn dashboard as a reader does, by the mouse and the
// keyboard. Each function says what it chose, null where there is no other choice.

// How long a list may take to open.
const OPEN = 5000;

const input = (page, id) => page.locator(`[data-test="input-item"][data-input-id="${id}"]`);
const options = (page) => page.locator('[data-test="menu"] [data-test="option"]');
const text = async (locator) => (await locator.textContent()).trim();

async function openList(page, id) {
    await input(page, id).locator('button').first().click();
    await options(page).first().waitFor({ timeout: OPEN });
}

// The options by whether they are chosen.
async function choices(page) {
    const all = await options(page).all();
    const chosen = await Promise.all(all.map((option) => option.getAttribute('data-test-selected')));
    return { on: all.filter((_, i) => chosen[i] === 'true'), off: all.filter((_, i) => chosen[i] !== 'true') };
}

async function chooseAnother(page, id) {
    await openList(page, id);
    const { off } = await choices(page);
    const choice = off.length ? await text(off[0].locator('[data-test="label"]')) : null;
    if (off.length) await off[0].click();
    await page.keyboard.press('Escape');
    return choice;
}

async function chooseNone(page, id) {
    await openList(page, id);
    const { on } = await choices(page);
    for (const option of on) await option.click();
    await page.keyboard.press('Escape');
    return '';
}

async function type(page, id, value) {
    const box = input(page, id).locator('input');
    await box.fill(value);
    await box.press('Enter');
    return value;
}

async function chooseTime(page, id) {
    const button = input(page, id).locator('[data-test="time-range-dropdown"]');
    const now = await text(button);
    const choice = now === 'Last 7 days' ? 'Last 24 hours' : 'Last 7 days';
    await button.click();
    const dialog = page.locator('[data-test="time-range-dialog"]');
    await dialog.waitFor({ timeout: OPEN });
    const preset = dialog.locator(`[data-test="${choice}"]`);
    if (!await preset.count()) await dialog.locator('[data-test="toggle"]', { hasText: 'Presets' }).click();
    await preset.click();
    return choice;
}

const CHANGES = {
    'input.dropdown': chooseAnother,
    'input.multiselect': chooseAnother,
    'input.timerange': chooseTime,
    'input.text': (page, id) => type(page, id, '4771'),
    'input.number': (page, id) => type(page, id, '2'),
};

const CLEARS = {
    'input.multiselect': chooseNone,
    'input.text': (page, id) => type(page, id, ''),
    'input.number': (page, id) => type(page, id, ''),
};

export function change(page, id, kind) {
    if (!CHANGES[kind]) throw new Error(`input ${id} is a ${kind}; known are ${Object.keys(CHANGES).join(', ')}`);
    return CHANGES[kind](page, id);
}

// Whether an input of that kind can be left without a value.
export const clearable = (kind) => kind in CLEARS;
export const clear = (page, id, kind) => CLEARS[kind](page, id);
