/// Objects of the kernel's: tasks, cgroups, CPU masks.
module mortise.plugin.task {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.iterator;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.task.CgroupFamily,
      mortise.plugin.task.CpumaskFamily,
      mortise.plugin.task.KernelFamily,
      mortise.plugin.task.TaskFamily;
}
