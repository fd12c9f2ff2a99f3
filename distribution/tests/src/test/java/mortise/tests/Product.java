package mortise.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.object.HostBtf;
import mortise.plugin.allocator.AllocatorFamily;
import mortise.plugin.callback.LinuxCallback;
import mortise.plugin.dynptr.LinuxDynptr;
import mortise.plugin.exception.ExceptionFamily;
import mortise.plugin.interrupt.InterruptFamily;
import mortise.plugin.iterator.LinuxIterator;
import mortise.plugin.kptr.LinuxKptr;
import mortise.plugin.list.ListFamily;
import mortise.plugin.lock.LockFamily;
import mortise.plugin.map.LinuxGeneral;
import mortise.plugin.map.LinuxMap;
import mortise.plugin.net.LinuxNet;
import mortise.plugin.prototype.LinuxPrototype;
import mortise.plugin.rbtree.LinuxRbtree;
import mortise.plugin.rcu.RcuFamily;
import mortise.plugin.refcount.LinuxRefcount;
import mortise.plugin.ringbuf.LinuxRingbuf;
import mortise.plugin.socket.LinuxSocket;
import mortise.plugin.task.CgroupFamily;
import mortise.plugin.task.CpumaskFamily;
import mortise.plugin.task.KernelFamily;
import mortise.plugin.task.TaskFamily;
import mortise.spi.HelperFamily;
import mortise.testkit.Expected;

/// The source tree and the engine of the linux distribution.
final class Product {
  /// The top of the source tree; the tests run in their module's folder.
  static final Path ROOT = root();

  static final Path EXAMPLES = ROOT.resolve("distribution/examples");

  /// The kernel that examples are checked for, whichever runs.
  static final HostBtf KERNEL = HostBtf.of(EXAMPLES.resolve("kernel/types.o"));

  private Product() {}

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mortise"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not within the source tree");
    }
    return folder;
  }

  /// The engine of the linux distribution. Families are named here because tests lie on the class
  /// path, where the descriptors of modules, and so their services, do not count.
  static Engine linux() {
    return Engine.of(Semantics.named("linux"), families()).on(KERNEL);
  }

  /// The families of the linux distribution.
  static List<HelperFamily> families() {
    return List.of(
        new LockFamily(),
        new InterruptFamily(),
        new ExceptionFamily(),
        new AllocatorFamily(),
        new ListFamily(),
        new LinuxRbtree(),
        new LinuxRefcount(),
        new LinuxKptr(),
        new RcuFamily(),
        new LinuxCallback(),
        new LinuxIterator(),
        new LinuxMap(),
        new LinuxGeneral(),
        new LinuxRingbuf(),
        new LinuxDynptr(),
        new LinuxNet(),
        new LinuxPrototype(),
        new LinuxSocket(),
        new KernelFamily(),
        new TaskFamily(),
        new CgroupFamily(),
        new CpumaskFamily());
  }

  /// The folders that hold examples.
  static List<Path> folders() {
    return List.of(EXAMPLES, EXAMPLES.resolve("verdicts"), EXAMPLES.resolve("types"));
  }

  static Stream<Path> objects() {
    return folders().stream().flatMap(Expected::objects);
  }
}
