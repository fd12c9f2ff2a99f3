/// Objects of the host that count their owners themselves.
module example.device {
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      example.device.DeviceFamily;
}
