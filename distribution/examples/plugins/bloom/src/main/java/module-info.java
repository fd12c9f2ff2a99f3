/// Filters that are constructed in two steps.
module example.bloom {
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      example.bloom.BloomFamily;
}
