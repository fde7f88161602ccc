// Shows one dashboard as Splunk Enterprise does: the address says which, the
// server gives its definition and stands in for splunkd.
//
// window.eventlens is what the test and the page's own header use:
//   open(address)  shows another dashboard without loading the page again
//   links          addresses of drilldowns; `follow` says whether they lead there
//   errors, tokens, definition, problems()
import './splunk_web';
import { createRoot } from 'react-dom/client';
import { DashboardContextProvider } from '@splunk/dashboard-context';
import { DashboardCore } from '@splunk/dashboard-core';
import { mapURLToTokens } from '@splunk/dashboard-utils';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';
import { preset } from './preset';
import { problemsOf } from './validate';

const state = { errors: [], links: [], tokens: {}, definition: null, follow: true, open, problems };
window.eventlens = state;
window.addEventListener('error', (event) => state.errors.push(`error: ${event.message}`));
window.addEventListener('unhandledrejection', (event) => state.errors.push(`unhandled: ${event.reason}`));

// Whatever the server's policy forbids: above all, what lies on another host.
window.addEventListener('securitypolicyviolation', ({ blockedURI }) => state.errors.push(`forbidden: ${blockedURI}`));

let root;

function problems() {
    return problemsOf(state.definition);
}

function onLinkToUrl(event) {
    state.links.push(event.url);
    if (!state.follow) event.preventDefault();
}

function Dashboard({ definition, tokens, theme }) {
    return (
        <SplunkThemeProvider family="enterprise" colorScheme={theme} density="comfortable">
            <DashboardContextProvider
                preset={preset}
                initialDefinition={definition}
                initialTokenBinding={tokens}
                initialMode="view"
                dashboardPlugin={{ onLinkToUrl }}
                dataSourceContext={{ splunkdPath: window.$C.SPLUNKD_PATH }}
                onTokenBindingChange={(binding) => { state.tokens = binding; }}
            >
                <DashboardCore
                    width="100%"
                    height="auto"
                    onValidationError={() => { /* problems() tells these, and more */ }}
                />
            </DashboardContextProvider>
        </SplunkThemeProvider>
    );
}

async function open(address) {
    const { pathname, search } = new URL(address, window.location);
    const view = pathname.split('/').pop();
    const answer = await fetch(`/__view/${view}`);
    const { label, definition, theme: ownTheme, error } = await answer.json();
    if (error) throw new Error(error);
    const theme = new URLSearchParams(search).get('theme') || ownTheme;
    root?.unmount();
    Object.assign(state, { errors: [], links: [], tokens: {}, definition });
    window.history.replaceState(null, '', address);
    document.title = label;
    document.body.dataset.theme = theme;
    root = createRoot(document.getElementById('dashboard'));
    root.render(<Dashboard definition={definition} tokens={mapURLToTokens({ search })} theme={theme} />);
}

open(window.location.href).catch((error) => {
    state.errors.push(`page: ${error.message}`);
    document.getElementById('dashboard').textContent = error.message;
});
