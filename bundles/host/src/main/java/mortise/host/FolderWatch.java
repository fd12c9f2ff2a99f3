package mortise.host;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/// Calls back when a folder has changed and then been quiet for a moment, so that a jar that is
/// being copied is looked at once it is complete.
final class FolderWatch implements AutoCloseable {
  private static final long QUIET_MILLIS = 200;

  private final WatchService service;
  private final Runnable changed;

  private FolderWatch(WatchService service, Runnable changed) {
    this.service = service;
    this.changed = changed;
  }

  static FolderWatch on(Path folder, Runnable changed) throws IOException {
    var service = folder.getFileSystem().newWatchService();
    folder.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
    var watch = new FolderWatch(service, changed);
    Thread.ofPlatform().daemon().name("plugins-watch").start(watch::watch);
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = service.take();
        while (key != null) {
          key.pollEvents();
          if (!key.reset()) {
            changed.run();
            return;
          }
          key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        changed.run();
      }
    } catch (ClosedWatchServiceException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
