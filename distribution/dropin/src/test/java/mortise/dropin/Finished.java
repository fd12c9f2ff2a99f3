package mortise.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process that has come to its end.
record Finished(int code, String out, String err) {
  private static final long PATIENCE_MINUTES = 5;

  static Finished of(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    var out = Files.createTempFile("process", ".out");
    var err = Files.createTempFile("process", ".err");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command + " does not end");
      }
      return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /// No line of it is that of a stack trace.
  boolean isWithoutStackTrace() {
    return (out + "\n" + err).lines().noneMatch(line -> line.startsWith("\tat "));
  }
}
