// The preset that Splunk Enterprise views dashboards with, and what is not in
// the packages: links to dashboards, which Splunk's own app handles.
import EnterpriseViewOnlyPreset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';

class LinkToDashboard {
    constructor(options = {}) {
        this.options = options;
    }

    canHandle = (event) => {
        const { fields } = this.options;
        return event?.type?.endsWith('.click') && (!fields?.length || fields.includes(event.payload?.name));
    };

    handle = () => {
        const { app, dashboard, tokens = [], newTab } = this.options;
        const query = new URLSearchParams(tokens.map(({ token, value }) => [`form.${token}`, value]));
        return Promise.resolve([{ type: 'linkTo', payload: { newTab, url: `/app/${app}/${dashboard}?${query}` } }]);
    };
}

export const preset = {
    ...EnterpriseViewOnlyPreset,
    eventHandlers: { ...EnterpriseViewOnlyPreset.eventHandlers, 'drilldown.linkToDashboard': LinkToDashboard },
};
