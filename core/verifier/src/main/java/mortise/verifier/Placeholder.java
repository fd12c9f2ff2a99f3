package mortise.verifier;

interface Placeholder {}
