package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import mortise.object.Expectations.Verdict;
import mortise.object.btf.BtfType;
import org.junit.jupiter.api.Test;

class BpfObjectTest {
  private final BpfObject shapes = TestObjects.load("shapes.bpf.o");

  private Program program(String name) {
    return shapes.program(name).orElseThrow();
  }

  private BpfMap map(String name) {
    return shapes.map(name).orElseThrow();
  }

  @Test
  void programsComeInTheFilesOrderWithTheirTypes() {
    assertThat(shapes.license()).isEqualTo("GPL");
    assertThat(shapes.programs())
        .extracting(Program::name)
        .containsExactly("tail", "uses_maps", "calls", "calls_back", "uses_externs");
    assertThat(program("uses_maps").type().name()).isEqualTo("sched_cls");
    assertThat(program("uses_maps").section()).isEqualTo("?tc");
    assertThat(program("uses_maps").isLoadedByDefault()).isFalse();
    assertThat(program("calls_back").type())
        .isEqualTo(new ProgramType("tracing", 26, "trace_fentry", "do_something", true));
    assertThat(program("uses_externs").type().sleepable()).isTrue();
  }

  @Test
  void mapsAreAsDeclared() {
    BpfMap table = map("table");
    assertThat(table.type()).isEqualTo(MapType.HASH);
    assertThat(table.maxEntries()).isEqualTo(16);
    assertThat(table.definition().flags()).isEqualTo(1);
    assertThat(table.keySize()).isEqualTo(4);
    assertThat(table.valueSize()).isEqualTo(32);
    assertThat(shapes.btf().name(table.valueType())).isEqualTo("struct value");
    assertThat(map("outer").definition().slots())
        .containsExactly(new BpfMap.Slot(0, "first", false), new BpfMap.Slot(2, "second", false));
    BpfMap inner = map("outer").definition().inner().orElseThrow();
    assertThat(inner.type()).isEqualTo(MapType.ARRAY);
    assertThat(inner.maxEntries()).isEqualTo(4);
    assertThat(map("jumps").definition().slots()).containsExactly(new BpfMap.Slot(1, "tail", true));
  }

  @Test
  void globalDataAreMapsWithContents() {
    BpfMap data = map("shapes.data");
    assertThat(data.contents().getLong(0)).isEqualTo(7);
    assertThat(data.isReadOnly()).isFalse();
    BpfMap rodata = map("shapes.rodata");
    assertThat(rodata.isReadOnly()).isTrue();
    assertThat(rodata.contents().getInt(0)).isEqualTo(5);
    BpfMap bss = map("shapes.bss");
    assertThat(bss.contents().remaining()).isZero();
    assertThat(bss.valueSize()).isEqualTo(8);
    BpfMap own = map(".data.own");
    assertThat(own.contents().getLong(0)).isEqualTo(3);
    assertThat(own.definition().flags() & BpfMap.MAPPABLE).isZero();
    var section = (BtfType.DataSection) shapes.btf().type(own.valueType());
    assertThat(section.size()).isEqualTo(8);
    BpfMap kconfig = map("shapes.kconfig");
    assertThat(kconfig.contents().getInt(4)).isEqualTo(0x61200);
    assertThat(kconfig.contents().getInt(0)).isZero();
  }

  @Test
  void loadsNameMapsAndData() {
    Program program = program("uses_maps");
    var addresses =
        java.util.stream.IntStream.range(0, program.size())
            .mapToObj(program::at)
            .filter(Instruction.LoadImmediate.class::isInstance)
            .map(i -> ((Instruction.LoadImmediate) i).value())
            .toList();
    assertThat(addresses)
        .contains(
            new ImmediateValue.MapAddress(map("table")),
            new ImmediateValue.MapValueAddress(map("shapes.kconfig"), 4),
            new ImmediateValue.MapValueAddress(map("shapes.kconfig"), 0),
            new ImmediateValue.MapValueAddress(map("shapes.rodata"), 0));
  }

  @Test
  void calledFunctionsFollowInTheOrderInWhichTheyAreMet() {
    Program calls = program("calls");
    assertThat(calls.subprograms())
        .extracting(Subprogram::name)
        .containsExactly("calls", "middle", "leaf", "hidden");
    assertThat(calls.subprograms())
        .extracting(Subprogram::global)
        .containsExactly(true, true, false, false);
    int end = 0;
    for (Subprogram subprogram : calls.subprograms()) {
      assertThat(subprogram.start()).isEqualTo(end);
      assertThat(calls.btf().type(subprogram.function()).name()).isEqualTo(subprogram.name());
      end = subprogram.end();
    }
    assertThat(end).isEqualTo(calls.size());
    for (int slot = 0; slot < calls.size(); slot++) {
      if (calls.at(slot) instanceof Instruction.SubprogramCall call) {
        assertThat(calls.subprograms()).extracting(Subprogram::start).contains(call.target());
      }
    }
  }

  @Test
  void callbacksAreAddressesOfSubprograms() {
    Program program = program("calls_back");
    Subprogram body = program.subprograms().get(1);
    assertThat(body.name()).isEqualTo("body");
    assertThat(java.util.stream.IntStream.range(0, program.size()).mapToObj(program::at))
        .anyMatch(
            i ->
                i instanceof Instruction.LoadImmediate load
                    && load.value().equals(new ImmediateValue.FunctionAddress(body.start())));
  }

  @Test
  void kernelSymbolsKeepTheirNamesAndWeakness() {
    Program program = program("uses_externs");
    var calls =
        java.util.stream.IntStream.range(0, program.size())
            .mapToObj(program::at)
            .filter(Instruction.KfuncCall.class::isInstance)
            .map(Instruction.KfuncCall.class::cast)
            .toList();
    assertThat(calls)
        .extracting(Instruction.KfuncCall::name, Instruction.KfuncCall::weak)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("maybe_there", true),
            org.assertj.core.groups.Tuple.tuple("made_by_kernel", false));
    assertThat(shapes.btf().name(calls.getLast().typeId())).contains("void *made_by_kernel(u64");
    assertThat(java.util.stream.IntStream.range(0, program.size()).mapToObj(program::at))
        .anyMatch(
            i ->
                i instanceof Instruction.LoadImmediate load
                    && load.value() instanceof ImmediateValue.KernelSymbol symbol
                    && symbol.name().equals("some_variable")
                    && symbol.typed());
  }

  @Test
  void linesComeFromTheSource() {
    Program calls = program("calls");
    SourceLine line = calls.lineAt(0).orElseThrow();
    assertThat(line.file()).endsWith("shapes.bpf.c");
    assertThat(line.text()).startsWith("int calls(void *ctx)");
    Subprogram leaf = calls.subprograms().get(2);
    assertThat(calls.lineAt(leaf.start()).orElseThrow().text()).contains("leaf(u64 x)");
  }

  @Test
  void expectationsComeFromTags() {
    Expectations failing = program("uses_maps").expectations();
    assertThat(failing.verdict()).contains(Verdict.FAILURE);
    assertThat(failing.messages()).containsExactly("first message", "second message");
    assertThat(failing.rules()).containsExactly("some.rule");
    Expectations passing = program("calls").expectations();
    assertThat(passing.verdict()).contains(Verdict.SUCCESS);
    assertThat(passing.returnValue()).contains("9");
    assertThat(program("tail").expectations().verdict()).isEmpty();
  }

  @Test
  void numberedTagsAreReadInTheirOrder() {
    Expectations expectations =
        Expectations.of(
            List.of(
                "comment:7:test_expect_msg=later",
                "comment:3:test_expect_msg=R1=scalar",
                "comment:2:test_expect_failure",
                "comment:1:test_log_level=2",
                "comment:test_expect_msg_unpriv=0=not for us",
                "some other tag"));
    assertThat(expectations.messages()).containsExactly("R1=scalar", "later");
    assertThat(expectations.verdict()).contains(Verdict.FAILURE);
    assertThat(expectations.logLevel()).hasValue(2);
  }

  @Test
  void whatIsNoObjectIsToldWithFileSectionAndOffset() {
    assertThatThrownBy(() -> BpfObject.parse("x.o", new byte[100]))
        .isInstanceOf(ObjectFormatException.class)
        .hasMessage("x.o: +0x0: not an ELF object");
    assertThatThrownBy(() -> BpfObject.load(Path.of("does-not-exist.bpf.o")))
        .isInstanceOf(ObjectFormatException.class)
        .hasMessage("does-not-exist.bpf.o: no such file");
    byte[] bytes = TestObjects.bytes("shapes.bpf.o");
    bytes[18] = 62;
    assertThatThrownBy(() -> BpfObject.parse("x.o", bytes))
        .hasMessage("x.o: +0x12: an ELF object for machine 62 and not for BPF");
  }

  @Test
  void dataMapsAreNamedAsTheKernelNamesThem() {
    assertThat(DataSections.mapName("dir/a_rather_long_name.bpf.o", ".data"))
        .isEqualTo("a_rather.data");
    assertThat(DataSections.mapName("short.bpf.o", ".rodata")).isEqualTo("short.rodata");
    assertThat(DataSections.mapName("short.bpf.o", ".data.custom_section"))
        .isEqualTo(".data.custom_se");
  }

  @Test
  void sectionNamesGiveProgramTypes() {
    assertThat(ProgramType.ofSection("kprobe/do_sys_open").attachName()).isEqualTo("do_sys_open");
    assertThat(ProgramType.ofSection("lsm.s/file_open").sleepable()).isTrue();
    assertThat(ProgramType.ofSection("cgroup/connect4").attachType())
        .isEqualTo("cgroup_inet4_connect");
    assertThat(ProgramType.ofSection("cgroup/sendmsg6").attachType())
        .isEqualTo("cgroup_udp6_sendmsg");
    assertThat(ProgramType.ofSection("?struct_ops.s/init").name()).isEqualTo("struct_ops");
    assertThat(ProgramType.ofSection("nonsense")).isEqualTo(ProgramType.UNKNOWN);
  }
}
