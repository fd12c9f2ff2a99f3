package mortise.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mortise.cli.output.Plain;

/// One line on the terminal that says how far a long check is. Nothing in the first second, and
/// nothing ever where err is no terminal.
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String ERASE = "\r\u001b[K";

  private final Context context;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String line = "";
  private boolean shown;

  Progress(Context context) {
    this.context = context;
    if (context.terminal()) {
      Thread.ofPlatform().daemon().name("progress").start(this::watch);
    }
  }

  /// @param done how many are ready
  void at(int done, int all, String current) {
    show("%d of %d: %s".formatted(done, all, current));
  }

  void show(String text) {
    line = Plain.line(text);
  }

  private void watch() {
    try {
      while (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        write(ERASE + line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void write(String text) {
    if (closed.getCount() > 0) {
      shown = true;
      context.err().print(text);
      context.err().flush();
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    if (shown) {
      context.err().print(ERASE);
      context.err().flush();
    }
  }
}
