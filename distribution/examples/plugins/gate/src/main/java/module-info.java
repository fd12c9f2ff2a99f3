/// Gates that are tried and may stay shut.
module example.gate {
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      example.gate.GateFamily;
}
