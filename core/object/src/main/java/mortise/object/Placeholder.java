package mortise.object;

interface Placeholder {}
