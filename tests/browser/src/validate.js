// What is wrong with a definition: by the packages' own schema, and what that
// schema lets pass although nothing comes of it.
import { createSchemaBasedOnPresets } from '@splunk/dashboard-definition/DashboardSchema';
import { migrateToTabsLayout } from '@splunk/dashboard-utils';
import { DashboardValidator } from '@splunk/dashboard-validation';
import { preset } from './preset';

// Functions that options may call ("> primary | seriesByName(...)").
const FUNCTIONS = new Set([
    'seriesByName', 'seriesByIndex', 'seriesByType', 'seriesByPrioritizedTypes', 'frameBySeriesNames',
    'frameBySeriesIndexes', 'frameBySeriesIndexRange', 'frameWithoutSeriesNames', 'frameWithoutInternalFields',
    'frameBySeriesTypes', 'firstPoint', 'lastPoint', 'pointByIndex', 'delta', 'min', 'max', 'sum', 'average',
    'count', 'percentile', 'getField', 'rangeValue', 'matchValue', 'gradient', 'lerp', 'pick', 'multiFormat',
    'formatByType', 'prefix', 'type', 'frame', 'prepend', 'objects', 'renameSeries', 'setColorChannel',
    'maxContrast', 'divideBy', 'subtract',
]);

let schema;

function schemaProblems(definition) {
    schema ??= createSchemaBasedOnPresets(preset);
    const validator = new DashboardValidator();
    validator.setSchema(schema);
    // The schema knows only the layout with tabs.
    const errors = validator.validate(migrateToTabsLayout({ definition }).definition) || [];
    return errors.map((error) => `${error.instancePath || ''} ${error.message || JSON.stringify(error)}`.trim());
}

// The options that each type of visualisation or input has, by the schema.
function optionsOf(part, type) {
    const { allOf } = Object.values(schema.properties[part].patternProperties)[0];
    return allOf.find((branch) => branch.if.properties.type.const === type)?.then.properties?.options?.properties;
}

function unknownOptions(definition, part) {
    return Object.entries(definition[part] || {}).flatMap(([id, { type, options = {} }]) => {
        const known = optionsOf(part, type);
        if (!known) return [];
        return Object.keys(options).filter((name) => !known[name])
            .map((name) => `/${part}/${id}/options/${name}: ${type} has no such option`);
    });
}

function undefinedSources(definition) {
    const sources = definition.dataSources || {};
    const users = [
        ...['visualizations', 'inputs'].flatMap((part) => Object.entries(definition[part] || {})
            .flatMap(([id, { dataSources = {} }]) => Object.values(dataSources).map((name) => [`/${part}/${id}`, name]))),
        ...Object.entries(sources).filter(([, { type }]) => type === 'ds.chain')
            .map(([id, { options }]) => [`/dataSources/${id}`, options?.extend]),
    ];
    return users.filter(([, name]) => !sources[name]).map(([where, name]) => `${where}: data source ${name} is not defined`);
}

// Every text of `value` with the place where it stands.
function* textsOf(value, where) {
    if (typeof value === 'string') yield [where, value];
    else if (value && typeof value === 'object') {
        for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, `${where}/${key}`);
    }
}

function unknownFunctions(definition) {
    const problems = [];
    for (const part of ['visualizations', 'inputs']) {
        for (const [where, text] of textsOf(definition[part] || {}, `/${part}`)) {
            if (!/^\s*>/.test(text)) continue;
            const bare = text.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, '');
            for (const [, name] of bare.matchAll(/(\w+)\s*\(/g)) {
                if (!FUNCTIONS.has(name)) problems.push(`${where}: no function is called ${name}`);
            }
        }
    }
    return problems;
}

export function problemsOf(definition) {
    return [
        ...schemaProblems(definition),
        ...unknownOptions(definition, 'visualizations'),
        ...unknownOptions(definition, 'inputs'),
        ...undefinedSources(definition),
        ...unknownFunctions(definition),
    ];
}
