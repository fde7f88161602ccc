// The checks that need no browser, on small definitions and addresses.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import path from 'node:path';
import { HERE, serve } from './browser.mjs';
import { baseSearches, steadyPanels, unsetTokens, untitled } from './definition.mjs';
import { problemOfLink } from './links.mjs';

const search = (query) => ({ type: 'ds.search', options: { query } });

describe('tokens', () => {
    it('are given by inputs with a default, by time ranges and by defaults', () => {
        const definition = {
            inputs: {
                time: { type: 'input.timerange', options: { token: 'span', defaultValue: '-1h,now' } },
                user: { type: 'input.text', options: { token: 'user', defaultValue: '*' } },
            },
            defaults: { tokens: { default: { code: { value: '*' } } } },
            dataSources: { a: search('a $span.earliest$ user=$user|s$ $code$') },
        };
        assert.deepEqual(unsetTokens(definition), []);
    });

    it('that nothing sets are found, in searches and in their defaults', () => {
        const definition = {
            inputs: { user: { type: 'input.text', options: { token: 'user' } } },
            defaults: { dataSources: { 'ds.search': { options: { queryParameters: { earliest: '$span.earliest$' } } } } },
            dataSources: { a: search('user=$user$') },
        };
        assert.deepEqual(unsetTokens(definition), ['a: $user$', 'a: $span.earliest$']);
    });
});

describe('panels', () => {
    it('need a title, text does not', () => {
        const visualizations = { a: { type: 'splunk.table', title: ' ' }, b: { type: 'splunk.markdown' }, c: { type: 'splunk.pie', title: 'C' } };
        assert.deepEqual(untitled({ visualizations }), ['a']);
    });

    it('that may be hidden are not missed', () => {
        const visualizations = { a: { hideWhenNoData: true }, b: {}, c: { containerOptions: { visibility: { hideWhenNoData: true } } } };
        assert.deepEqual(steadyPanels({ visualizations }), ['b']);
    });

    it('share searches by chains, which are not counted', () => {
        assert.deepEqual(baseSearches({ dataSources: { a: search('a'), b: { type: 'ds.chain' }, c: { type: 'ds.savedSearch' } } }), ['a', 'c']);
    });
});

describe('links', () => {
    let server;
    before(async () => {
        server = await serve('--views', path.join(HERE, 'fixtures/views'), '--evaluator', path.join(HERE, 'fixtures/spl'));
    });
    after(() => server?.stop());

    const problem = (url) => problemOfLink(url, server, ['gallery']);

    for (const url of ['https://learn.microsoft.com/a?b=c', '/app/eventlens/gallery?form.domain=LAB',
        '/en-US/app/eventlens/gallery?form.global_time.earliest=-1h', '/app/eventlens/search?q=fixture%3Dcodes',
        '/app/search/search?q=fixture%3Dcodes&earliest=0']) {
        it(`may lead to ${url}`, async () => assert.equal(await problem(url), null));
    }

    for (const [url, why] of [
        ['http://learn.microsoft.com/a', /no https address/],
        ['https://user@learn.microsoft.com/', /no https address/],
        ['javascript:alert(1)', /no https address/],
        ['https://', /no address/],
        ['/app/eventlens/nowhere', /no such page/],
        ['/somewhere', /neither a page/],
        ['/app/other/gallery', /neither a page/],
        ['/app/eventlens/gallery?form.nobody=1', /has no token nobody/],
        ['/app/eventlens/gallery?form.domain=$row.a.value$', /a token is left/],
        ['/app/eventlens/gallery?form.domain=a b', /blanks/],
        ['/app/eventlens/search?q=fixture%3Dnothing', /no rows are called so/],
    ]) {
        it(`may not lead to ${url}`, async () => assert.match(await problem(url), why));
    }
});
