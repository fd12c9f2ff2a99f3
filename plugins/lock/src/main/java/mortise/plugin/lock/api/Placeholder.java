package mortise.plugin.lock.api;

interface Placeholder {}
