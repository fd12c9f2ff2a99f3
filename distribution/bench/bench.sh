#!/bin/sh
# Measures verification and running, the kernel's figures beside ours where it can be asked.
#
#   bench.sh [verify|quick|run|quick-run|explore|race|domain|refcount] [OBJECT...]
#   bench.sh kernel [OBJECT|FOLDER...]
#   bench.sh length [OBJECT]
#
# kernel verifies every program of the objects and of those in the folders, as the running kernel does (as root): verdicts,
# instructions processed, median times, and the heap in use at most, in a heap of 1 GiB.
#
# length verifies generated programs of 1,000 to 1,000,000 instructions: does the time for one grow with their number?
#
#   bench.sh generate [--semantics SPEC] [--seed N] [--count N] [--inputs N] [--threads N] [--save DIR]
#   bench.sh load NAME|all [--threads N] [--seconds S]
#   bench.sh precision
#
# precision prints how far each operation of the scalar domain is from the best result that there is.
#
# load runs programs of an example on 2 to 8 threads (4, for 10 seconds), says how many runs a second that are, and
# whether what went in came out or is still there, in order where the structure promises that, and nothing leaked.
#
# generate makes programs, checks them, and says how many a minute; see the package of the testkit. What fails is made
# small and printed, or saved in DIR.
#
# Without objects: those of programs/ and, for verify and quick, what *.bpf.o there are in MORTISE_SELFTESTS.
# MORTISE_BENCH_SECONDS: the length of one of the 5 + 5 rounds per program, 1 by default.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
target=$here/target
what=${1:-verify}
[ $# -gt 0 ] && shift

jdk=
for candidate in "${MORTISE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  [ -x "$candidate/bin/java" ] && [ -r "$candidate/release" ] || continue
  feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")
  [ "${feature:-0}" -ge 25 ] && jdk=$candidate && break
done
[ -n "$jdk" ] || { echo 'bench.sh: needs a JDK 25, in MORTISE_JAVA_HOME, JAVA_HOME or /usr/lib/jvm' >&2; exit 4; }

if [ "$what" = precision ]; then
  JAVA_HOME=$jdk mvn -q -B -f "$root/pom.xml" -pl core/verifier -am test -Dtest=PrecisionTest \
    -Dsurefire.failIfNoSpecifiedTests=false
  exec cat "$root/core/verifier/target/scalar-precision.txt"
fi

if [ -z "${MORTISE_BENCH_BUILT:-}" ]; then
  JAVA_HOME=$jdk mvn -q -B -f "$root/pom.xml" -pl distribution/bench -am package -DskipTests -Dmortise.fast
fi

modules=$target/modules
if [ "$what" = generate ]; then
  exec "$jdk/bin/java" --enable-native-access=mortise.runtime --module-path="$modules" \
    --add-modules=ALL-MODULE-PATH --class-path "$target/classes" mortise.bench.generated.Main "$@"
fi

if [ "$what" = load ]; then
  exec "$jdk/bin/java" --enable-native-access=mortise.runtime --module-path="$modules" \
    --add-modules=ALL-MODULE-PATH --class-path "$target/classes" mortise.bench.load.Main "$root/distribution/examples" "$@"
fi

heap=
case $what in kernel | length) heap='-XX:+UseSerialGC -Xmx1g -Xmn128m' ;; esac

kernel="$target/kernel"
if [ -n "$heap" ]; then
  kernel='it is asked by bpf(2)'
elif [ "$what" = domain ] || [ "$what" = explore ] || [ "$what" = race ] || [ "$what" = refcount ]; then
  kernel='nothing to compare'
elif ! command -v gcc >/dev/null; then
  kernel='there is no gcc to build kernel.c with'
elif ! gcc -O2 -o "$kernel" "$here/kernel.c" -lbpf 2>"$target/kernel.log"; then
  kernel="kernel.c cannot be built (is libbpf installed?), see $target/kernel.log"
elif [ "$(id -u)" != 0 ]; then
  kernel='only root may load programs'
fi

if [ $# -eq 0 ]; then
  case $what in
    verify | quick)
      set --
      for object in "$here/programs/"*.bpf.o; do
        case $object in */spread_*) ;; *) set -- "$@" "$object" ;; esac
      done
      for object in "${MORTISE_SELFTESTS:-/nonexistent}/"*.bpf.o; do
        [ -f "$object" ] && set -- "$@" "$object"
      done ;;
    kernel) set -- "$here/programs" ;;
    length) set -- "$here/programs/paths.bpf.o" ;;
    run | quick-run) set -- "$here/programs/compute.bpf.o" ;;
    refcount) set -- "$here/programs" ;;
    race) set -- "$root/distribution/examples/proposal" ;;
    explore) set -- "$root/distribution/examples/shared_list.bpf.o" ;;
  esac
fi

# shellcheck disable=SC2086 # the flags are words, or absent
exec "$jdk/bin/java" -Djmh.ignoreLock=true $heap -Dmortise.bench.kernel="$kernel" \
  -Dmortise.bench.seconds="${MORTISE_BENCH_SECONDS:-1}" \
  --enable-native-access=mortise.runtime,mortise.kernel --sun-misc-unsafe-memory-access=allow \
  --module-path="$modules" --add-modules=ALL-MODULE-PATH \
  --add-exports=mortise.verifier/mortise.verifier.domain=ALL-UNNAMED \
  --class-path "$target/classes:$target/libraries/*" mortise.bench.Main "$what" "$@"
