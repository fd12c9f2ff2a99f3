package mortise.plugin.ownership.api;

interface Placeholder {}
