/// What a program is: ELF, BTF, CO-RE, maps, instructions, source lines.
module mortise.object {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;

  exports mortise.object;
  exports mortise.object.btf;
}
