package example.device;

import mortise.plugin.ownership.proposal.HostCount;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;

/// Devices: objects that the host makes, counts and ends. Programs open them, take further
/// references and give them back, and keep them in maps, counted as their own objects are.
public final class DeviceFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("device", "proposal", "1.0.0", "[0.1,0.2)");

  private static final HostCount DEVICES = new HostCount("device", Device.NAME);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.header("struct mx_device;");
    open(in);
    DEVICES.get(in, "mx_device_get", Device::get);
    DEVICES.put(in, "mx_device_put", Device::put);
    number(in);
  }

  private static void open(Declarations in) {
    var f = in.function("mx_device_open");
    f.scalar("number");
    f.returns(Result.hostObject(Device.NAME).acquired().orNull())
        .prototype("struct mx_device *mx_device_open(__u64 number)")
        .documentation("A device of the host's, with one reference; may be null.")
        .runs(Device::open);
  }

  private static void number(Declarations in) {
    var f = in.function("mx_device_number");
    DEVICES.owned(f, "device");
    f.returns(Result.scalar())
        .prototype("__u64 mx_device_number(struct mx_device *device)")
        .documentation("The number that it was opened with.")
        .runs(Device::number);
  }
}
