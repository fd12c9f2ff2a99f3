/// Objects that must be sealed before they are put on a list.
module example.seal {
  requires mortise.plugin.lock;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      example.seal.SealFamily;
}
