#!/bin/sh
# Whole processes: what somebody waits who types `mortise check` (median of 11), and its peak memory.
#
#   cold.sh [OBJECT]        examples/queue.bpf.o without one
#
# Runs the built distribution in a folder of its own, so that the first use (which makes the start-up cache) is a first
# use, and the caches of the machine's user stay as they are. Needs python3 for the clock.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$(ls -td "$here"/../linux/target/mortise-linux-*/ 2>/dev/null | head -n 1)
[ -n "$built" ] || { echo 'cold.sh: no built distribution; run ./mortise --version first' >&2; exit 4; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -a "$built" "$folder/mortise"
rm -f "$folder/mortise/lib/"*.aot "$folder/mortise/lib/"*.aot.none
object=${1:-$folder/mortise/examples/queue.bpf.o}
XDG_CACHE_HOME=$folder/cache python3 - "$folder/mortise/bin/mortise" "$object" <<'PYTHON'
import os, statistics, subprocess, sys, time

def run(command):
    """Milliseconds and the peak memory, in MiB, of the largest of its processes."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = (time.monotonic() - start) * 1000
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit("cold.sh: %s ended with %d" % (" ".join(command), os.waitstatus_to_exitcode(status)))
    return took, usage.ru_maxrss / 1024, (usage.ru_utime + usage.ru_stime) * 1000

def row(name, runs):
    times, cpu = [r[0] for r in runs], [r[2] for r in runs]
    print("%-28s %9.0f %9.0f %9.0f %9.0f %9.0f" % (
        name, statistics.median(times), min(times), max(times), statistics.median(cpu), max(r[1] for r in runs)))

mortise, thing = sys.argv[1:]
print("%-28s %9s %9s %9s %9s %9s" % ("", "median ms", "least", "most", "CPU ms", "peak MiB"))
row("first use", [run([mortise, "check", thing])])
row("check, 11 times", [run([mortise, "check", thing]) for _ in range(11)])
row("families list, 11 times", [run([mortise, "families", "list"]) for _ in range(11)])
for java in (os.environ.get("MORTISE_JAVA_HOME"), os.environ.get("JAVA_HOME")):
    if java and os.access(java + "/bin/java", os.X_OK):
        row("java -version, 11 times", [run([java + "/bin/java", "-version"]) for _ in range(11)])
        break
PYTHON
