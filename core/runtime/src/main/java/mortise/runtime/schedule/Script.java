package mortise.runtime.schedule;

/// Follows a schedule as well as it can.
final class Script implements Strategy {
  private final Schedule schedule;
  private int at;
  private int done;
  private boolean fits = true;

  Script(Schedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public boolean startsCount() {
    return schedule.starts();
  }

  @Override
  public boolean isPoint(int site) {
    return true;
  }

  @Override
  public void begins(int cpu) {
    if (at < schedule.turns().size() && schedule.turns().get(at).cpu() == cpu) {
      done++;
    }
  }

  @Override
  public int choose(int last, int able, Happened happened) {
    while (at < schedule.turns().size()) {
      var turn = schedule.turns().get(at);
      boolean can = turn.cpu() < Integer.SIZE && (able & (1 << turn.cpu())) != 0;
      if (done < turn.operations() && can) {
        return turn.cpu();
      }
      fits &= done == turn.operations();
      at++;
      done = 0;
    }
    return last >= 0 && (able & (1 << last)) != 0 ? last : Integer.numberOfTrailingZeros(able);
  }

  /// Whether every turn so far was as long as it should be.
  boolean fits() {
    return fits;
  }
}
