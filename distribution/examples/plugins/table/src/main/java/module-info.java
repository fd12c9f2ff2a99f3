/// Hash tables whose links are in the objects.
module example.table {
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      example.table.TableFamily;
}
