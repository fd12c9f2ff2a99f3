package mortise.runtime.schedule;

import mortise.runtime.VisibleOperation;
import org.jspecify.annotations.Nullable;

/// What one CPU of a round is at.
final class CpuState {
  enum Status {
    STARTING,
    READY,
    WAITING,
    DONE
  }

  Status status;
  @Nullable VisibleOperation pending;

  /// Within a call, at an access that is not its first.
  boolean inside;

  /// Within a call that must not be interrupted.
  boolean whole;

  long value;
  private long[] watched = new long[0];
  private boolean woken;
  private String waitsFor = "";

  CpuState(Status status) {
    this.status = status;
  }

  /// @param keys what it looked at; empty if that is not known
  void wait(long[] keys, String what) {
    status = Status.WAITING;
    watched = keys;
    woken = false;
    waitsFor = what;
  }

  String waitsFor() {
    return waitsFor;
  }

  boolean isWaiting() {
    return status == Status.WAITING;
  }

  /// Lets it look once more, if it waits.
  void wake() {
    woken = isWaiting();
  }

  /// Lets it look once more if what it looked at has changed.
  void wake(Happened happened) {
    if (isWaiting() && (watched.length == 0 || happened.changed(watched))) {
      woken = true;
    }
  }

  boolean isAble() {
    return status == Status.READY || (isWaiting() && woken);
  }
}
