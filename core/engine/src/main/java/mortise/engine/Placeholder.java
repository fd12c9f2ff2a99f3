package mortise.engine;

interface Placeholder {}
