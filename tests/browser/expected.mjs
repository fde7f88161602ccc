// Panels that have nothing to show although there are events, and why: {view:
// {panel: reason}}. A panel that is named here and shows data fails the test.
export const empty = {};
