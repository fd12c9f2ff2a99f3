package mortise.dropin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.plugin.allocator.ProposalAllocator;
import mortise.plugin.callback.ProposalCallback;
import mortise.plugin.iterator.ProposalIterator;
import mortise.plugin.kptr.ProposalKptr;
import mortise.plugin.list.ProposalList;
import mortise.plugin.lock.ProposalLock;
import mortise.plugin.map.ProposalGeneral;
import mortise.plugin.map.ProposalMap;
import mortise.plugin.net.ProposalNet;
import mortise.plugin.owner.ProposalOwner;
import mortise.plugin.rbtree.ProposalRbtree;
import mortise.plugin.rcu.ProposalRcu;
import mortise.plugin.refcount.ProposalRefcount;
import mortise.spi.HelperFamily;

/// The plugins of the examples that build on the proposal semantics, and nothing of which is known
/// anywhere else: `plugins/` of the examples.
final class OutsidePlugins {
  /// Their families, by the names of their folders and artifacts.
  static final Map<String, String> FAMILIES =
      new TreeMap<>(
          Map.of(
              "bloom", "example.bloom.BloomFamily",
              "device", "example.device.DeviceFamily",
              "gate", "example.gate.GateFamily",
              "table", "example.table.TableFamily"));

  private OutsidePlugins() {}

  static Path folder(String name) {
    return SourceTree.EXAMPLES.resolve("plugins").resolve(name);
  }

  static Path object(String name) {
    return folder(name).resolve("programs/%s.bpf.o".formatted(name));
  }

  static Path jar(String name) throws IOException, InterruptedException {
    return PluginJar.build(folder(name), name);
  }

  /// A loader of all of them.
  static URLClassLoader loader() throws IOException, InterruptedException {
    var jars = new ArrayList<URL>();
    for (var name : FAMILIES.keySet()) {
      jars.add(jar(name).toUri().toURL());
    }
    return new URLClassLoader(jars.toArray(URL[]::new), OutsidePlugins.class.getClassLoader());
  }

  /// The proposal's families, and one of these.
  static Engine engine(ClassLoader loader, String name, Map<String, String> policies)
      throws ReflectiveOperationException {
    var own = loader.loadClass(FAMILIES.get(name)).getConstructor().newInstance();
    return Engine.of(
        new Semantics("proposal", policies),
        Stream.concat(Stream.of((HelperFamily) own), proposal().stream()).toList());
  }

  private static List<HelperFamily> proposal() {
    return List.of(
        new ProposalAllocator(),
        new ProposalCallback(),
        new ProposalGeneral(),
        new ProposalIterator(),
        new ProposalKptr(),
        new ProposalList(),
        new ProposalLock(),
        new ProposalMap(),
        new ProposalNet(),
        new ProposalOwner(),
        new ProposalRbtree(),
        new ProposalRcu(),
        new ProposalRefcount());
  }
}
