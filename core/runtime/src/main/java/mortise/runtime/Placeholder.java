package mortise.runtime;

interface Placeholder {}
