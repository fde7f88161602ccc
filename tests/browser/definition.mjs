// What can be said of a dashboard by its definition alone, beyond its form.

// So many searches a dashboard may start when it is opened. Chains cost none.
export const MOST_SEARCHES = 8;

// These speak for themselves.
const WITHOUT_TITLE = new Set(['splunk.markdown', 'splunk.rectangle', 'splunk.ellipse', 'splunk.image', 'abslayout.line']);

const entries = (part) => Object.entries(part || {});

export const baseSearches = (definition) => entries(definition.dataSources)
    .filter(([, { type }]) => type === 'ds.search' || type === 'ds.savedSearch').map(([id]) => id);

export const untitled = (definition) => entries(definition.visualizations)
    .filter(([, { type, title }]) => !WITHOUT_TITLE.has(type) && !title?.trim()).map(([id]) => id);

// Panels that may be hidden are not missed when they are not drawn.
export const steadyPanels = (definition) => entries(definition.visualizations)
    .filter(([, { hideWhenNoData, containerOptions }]) => !hideWhenNoData && !containerOptions?.visibility).map(([id]) => id);

// The tokens that have a value as soon as the dashboard is opened.
export function givenTokens(definition) {
    const given = new Set(['env:user', 'env:locale', 'env:app', 'env:page']);
    for (const namespace of Object.values(definition.defaults?.tokens || {})) {
        for (const [name, { value }] of entries(namespace)) if (value !== undefined) given.add(name);
    }
    for (const [, { type, options = {} }] of entries(definition.inputs)) {
        const { token, defaultValue, selectFirstSearchResult } = options;
        if (defaultValue === undefined && !selectFirstSearchResult) continue;
        for (const name of type === 'input.timerange' ? [`${token}.earliest`, `${token}.latest`] : [token]) given.add(name);
    }
    return given;
}

// The tokens that another dashboard may set by `form.<token>=`.
export const formTokens = (definition) => givenTokens(definition);

// Tokens of searches that nothing gives a value: the panels behind them wait.
export function unsetTokens(definition) {
    const given = givenTokens(definition);
    const defaults = definition.defaults?.dataSources || {};
    return entries(definition.dataSources).flatMap(([id, { type, options = {} }]) => {
        const text = JSON.stringify([options, defaults[type] || {}]);
        return [...text.matchAll(/\$([\w:.]+)(?:\|\w)?\$/g)].map(([, name]) => name)
            .filter((name) => !given.has(name)).map((name) => `${id}: $${name}$`);
    });
}

// Every handler of a panel, with the panel.
export const handlers = (definition) => entries(definition.visualizations)
    .flatMap(([id, { eventHandlers = [] }]) => eventHandlers.map((handler) => ({ id, ...handler })));
