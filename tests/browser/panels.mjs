// What each panel of the drawn dashboard shows and what is broken in it. The
// function runs in the page, so it stands alone.
//
// A panel is {type, title, state, problems} and what its kind has: rows and head
// of a table, value and colour of a single value, text of a markdown, marks and
// summary of a chart. `state` is
//   data    it shows something
//   empty   its search gave no rows and it says so
//   broken  neither; `problems` says why
export function readPanels() {
    const words = (element) => (element?.innerText || '').replace(/\s+/g, ' ').trim();
    const TOKEN = /\$[\w:.]+(\|\w)?\$/;

    const readTable = (panel) => {
        const rows = panel.querySelectorAll('[data-test="main-table"] [data-test="body"] [data-test="row"]');
        const head = [...panel.querySelectorAll('[data-test="main-table"] [data-test="head-cell"]')].map(words);
        return { rows: rows.length, head, shows: rows.length > 0 };
    };

    const readSingleValue = (panel) => {
        const major = panel.querySelector('[data-test="majorValue"]');
        const value = (major?.getAttribute('title') ?? words(panel)).trim();
        return { value, color: major?.getAttribute('color'), shows: value !== '' && value !== 'N/A' };
    };

    const readMarkdown = (panel) => {
        const text = words(panel.querySelector('[data-test="markdown-container"]'));
        const links = [...panel.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'));
        return { text, links, shows: text !== '' };
    };

    // Marks are what stands for values: bars, lines and slices that can be seen.
    const readChart = (panel) => {
        const seen = (mark) => {
            const { width, height } = mark.getBBox();
            return width + height > 2 && !/NaN/.test(mark.getAttribute('d') || '');
        };
        const marks = [...panel.querySelectorAll('.highcharts-series-group path, .highcharts-series-group rect')].filter(seen);
        const summary = words(panel.querySelector('[id^="highcharts-screen-reader-region-before"]'));
        // Visualisations that do not draw with Highcharts.
        const other = !panel.querySelector('.highcharts-container')
            && [...panel.querySelectorAll('[data-test="viz-size-wrapper"] svg, canvas')].some((drawing) => drawing.getBoundingClientRect().width > 40);
        const drawn = marks.length > 0 || (other && !panel.querySelector('[data-test="icon-placeholder"]'));
        return { marks: marks.length, summary, shows: drawn && !/NaN/.test(summary) };
    };

    const reader = (type) => {
        if (type === 'splunk.table') return readTable;
        if (type.startsWith('splunk.singlevalue')) return readSingleValue;
        return type === 'splunk.markdown' ? readMarkdown : readChart;
    };

    const problemsOf = (panel, read) => {
        const problems = [];
        const find = (selector) => panel.querySelector(selector);
        const icon = find('[data-test="status-icon-container"] [aria-label]')?.getAttribute('aria-label');
        const { width, height } = panel.getBoundingClientRect();
        if (width < 20 || height < 20) problems.push(`no area: ${width} x ${height}`);
        if (find('[data-test="viz-waiting-for-input"]')) problems.push(`message: ${words(find('[data-test="viz-waiting-for-input-message"]'))}`);
        for (const message of panel.querySelectorAll('[data-test="message"][data-test-type="error"]')) problems.push(`message: ${words(message)}`);
        if (find('[data-test="icon-placeholder"]') && icon !== 'Warning') problems.push('a placeholder instead of data');
        if (icon === 'Status ok') problems.push('still waiting');
        else if (icon && icon !== 'Warning') problems.push(`status ${icon}`);
        if (TOKEN.test(words(panel))) problems.push(`unresolved token in: ${words(panel)}`);
        if (!problems.length && !read.shows && icon !== 'Warning') problems.push('nothing is shown and nothing says why');
        return problems;
    };

    return Object.fromEntries([...document.querySelectorAll('[data-test="viz-item"]')].map((panel) => {
        const { id, vizType: type } = panel.dataset;
        const read = reader(type)(panel);
        const problems = problemsOf(panel, read);
        const state = problems.length ? 'broken' : (read.shows ? 'data' : 'empty');
        return [id, { type, title: words(panel.querySelector('[data-test="viz-title"]')), ...read, state, problems }];
    }));
}
