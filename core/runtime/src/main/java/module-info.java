/// What a program does: memory, interpreter, schedules.
module mortise.runtime {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.object;
  requires transitive mortise.spi;

  exports mortise.runtime;
  exports mortise.runtime.ghost;
  exports mortise.runtime.schedule;
}
