// What Splunk Web tells every page of itself before its scripts run. Without
// it the packages find neither splunkd nor the language.
window.$C = {
    SPLUNKD_PATH: '/en-US/splunkd/__raw',
    LOCALE: 'en-US',
    MRSPARKLE_ROOT_PATH: '/',
    MRSPARKLE_PORT_NUMBER: 8000,
    USERNAME: 'reader',
    VERSION_LABEL: '10.0.0',
    SERVER_ZONEINFO: '### SERIALIZED TIMEZONE FORMAT 1.0;Y0 Y0 N U54 43;$',
};
