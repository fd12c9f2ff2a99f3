package mortise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import mortise.cli.Rows;
import mortise.cli.view.ProgramRow;
import org.junit.jupiter.api.Test;

class RenderersTest {
  private static String render(Format format, ProgramRow... rows) {
    return render(format, Optional.empty(), rows);
  }

  private static String render(Format format, Optional<List<Column>> columns, ProgramRow... rows) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      format.renderer(columns).render(Rows.results(rows), out);
    }
    return text.toString();
  }

  @Test
  void csvHasTheDocumentedHeaderAndQuotes() {
    assertThat(
            render(
                Format.csv,
                Rows.accepted("q.bpf.o", "push", 100),
                Rows.rejected("a,b.o", "pop", 40, "say \"no\"\nplease")))
        .isEqualTo(
            """
            file_name,prog_name,verdict,duration_us,total_insns,total_states,peak_states,rule,message
            q.bpf.o,push,success,1500,100,10,5,,
            "a,b.o",pop,failure,2500000,40,4,2,list.lock-not-held,"say ""no""
            please"
            """);
  }

  @Test
  void csvWithChosenColumns() {
    assertThat(
            render(
                Format.csv,
                Optional.of(Column.list("prog, verdict,insns")),
                Rows.undecided("q.bpf.o", "loop", 1_000_001)))
        .isEqualTo("prog_name,verdict,total_insns\nloop,undecided,1000001\n");
  }

  @Test
  void tableAlignsNamesLeftAndNumbersRight() {
    assertThat(
            render(
                Format.table,
                Optional.of(Column.list("file,prog,insns")),
                Rows.accepted("queue.bpf.o", "push", 5),
                Rows.accepted("q.o", "peek_first", 1_000_000)))
        .isEqualTo(
            """
            File         Program       Insns
            -----------  ----------  -------
            queue.bpf.o  push              5
            q.o          peek_first  1000000

            Done. Processed 1 files, 2 programs. Skipped 2 programs.
            """);
  }

  @Test
  void tableReportsWhatWasNotAccepted() {
    assertThat(render(Format.table, Rows.rejected("q.o", "pop", 40, "no lock")))
        .contains("\nq.o/pop:\n  first line\n  second line\n");
  }

  @Test
  void namesCannotSteerTheTerminal() {
    assertThat(render(Format.table, Rows.accepted("q.o", "\u001b[2Jx\ny", 1)))
        .contains("?[2Jx?y")
        .doesNotContain("\u001b");
  }

  @Test
  void jsonCarriesEverything() {
    assertThat(render(Format.json, Rows.rejected("q.o", "p\"\\\t\u0001\ud800", 40, "no")))
        .contains("\"semantics\": \"linux 6.18\"")
        .contains("\"prog_name\": \"p\\\"\\\\\\t\\u0001\\ud800\"")
        .contains("\"verdict\": \"failure\"")
        .contains("\"total_insns\": 40,")
        .contains("\"category\": \"Execution Context Safety\"")
        .contains("\"suggestion\": \"take the lock\"")
        .contains("\"line\": 12")
        .contains("\"description\": \"lock released\"")
        .contains("\"text\": \"first line\\nsecond line\\n\"");
  }

  @Test
  void jsonOfNothingIsAnEmptyList() {
    assertThat(render(Format.json)).contains("\"programs\": []");
  }

  @Test
  void sarifNamesRulesAndEncodesPaths() {
    assertThat(
            render(
                Format.sarif,
                Rows.accepted("q.o", "push", 1),
                Rows.rejected("q.o", "pop", 40, "no"),
                Rows.undecided("q.o", "loop", 40)))
        .contains("\"version\": \"2.1.0\"")
        .contains("\"uri\": \"src/q,%201.bpf.c\"")
        .contains("\"startLine\": 12")
        .contains("\"fullyQualifiedName\": \"q.o/pop\"")
        .contains("\"level\": \"error\"")
        .contains("\"level\": \"warning\"")
        .contains("\"threadFlows\"")
        .doesNotContain("push")
        .containsOnlyOnce("\"id\": \"list.lock-not-held\"");
  }

  @Test
  void junitCountsAndEscapes() {
    assertThat(
            render(
                Format.junit,
                Rows.accepted("q.o", "push", 1),
                Rows.rejected("q.o", "p<o>p", 40, "a \"b\" & \u0001"),
                Rows.undecided("r.o", "loop", 40)))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="mortise" tests="3" failures="1" errors="1" time="5.001500">
              <testsuite name="q.o" tests="2" failures="1" errors="0" time="2.501500">
                <testcase classname="q.o" name="push" time="0.001500"/>
                <testcase classname="q.o" name="p&lt;o&gt;p" time="2.500000">
                  <failure type="list.lock-not-held" message="a &quot;b&quot; &amp; \ufffd">\
            first line&#10;second line&#10;</failure>
                </testcase>
              </testsuite>
              <testsuite name="r.o" tests="1" failures="0" errors="1" time="2.500000">
                <testcase classname="r.o" name="loop" time="2.500000">
                  <error type="list.lock-not-held" message="BPF program is too large">\
            first line&#10;second line&#10;</error>
                </testcase>
              </testsuite>
            </testsuites>
            """);
  }

  @Test
  void githubEscapesPropertiesAndData() {
    assertThat(
            render(
                Format.github,
                Rows.accepted("q.o", "push", 1),
                Rows.rejected("q.o", "pop", 40, "100%: a\nb")))
        .isEqualTo(
            "::error file=src/q%2C 1.bpf.c,line=12,col=3,title=pop (list.lock-not-held)"
                + "::100%25: a%0Ab\n");
  }
}
