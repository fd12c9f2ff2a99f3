package mortise.spi;

interface Placeholder {}
