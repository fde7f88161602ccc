// Where a link of a dashboard may lead: to a dashboard of the app with tokens that
// it knows, to a search that runs, or to an https address of somebody else.
import { formTokens } from './definition.mjs';

const APP_PAGE = /^(?:\/[a-z]{2}-[A-Z]{2})?\/app\/(?:eventlens|search)\/([^/]*)$/;
// Splunk's own page about something that belongs to the app.
const MANAGER_PAGE = /^\/manager\/eventlens\/data\/lookup-table-files$/;

// What is wrong with the link, null where nothing is. `server` answers for the
// app, `views` are the names of its dashboards.
export async function problemOfLink(url, server, views) {
    if (/\$[\w:.]+(\|\w)?\$/.test(url)) return `a token is left in ${url}`;
    if (/\s/.test(url)) return `Splunk does not open an address with blanks: ${url}`;
    if (/^\w+:/.test(url)) return problemOfAddress(url);
    const { pathname, searchParams } = new URL(url, server.address);
    if (MANAGER_PAGE.test(pathname)) return null;
    const name = APP_PAGE.exec(pathname)?.[1];
    if (name === undefined) return `${url} is neither a page of the app nor an https address`;
    if (views.includes(name)) return problemOfTokens(url, searchParams, (await server.view(name)).definition);
    const answer = await fetch(new URL(url, server.address));
    const page = await answer.text();
    if (!answer.ok) return `${url}: there is no such page`;
    const error = /<p class="error">(.*?)<\/p>/s.exec(page);
    return error ? `${url}: ${error[1]}` : null;
}

function problemOfAddress(url) {
    let address;
    try {
        address = new URL(url);
    } catch {
        return `${url} is no address`;
    }
    const { protocol, username, hostname } = address;
    return protocol === 'https:' && !username && hostname.includes('.') ? null : `${url} is no https address of a site`;
}

function problemOfTokens(url, searchParams, definition) {
    const known = formTokens(definition);
    const strange = [...searchParams.keys()].map((key) => /^form\.(.*)$/.exec(key)?.[1])
        .filter((token) => token !== undefined && !known.has(token));
    return strange.length ? `${url}: the dashboard has no token ${strange.join(', ')}` : null;
}
