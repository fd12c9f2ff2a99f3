#!/bin/sh
# Rebuilds every committed object from its source: build.sh [FILE.bpf.c...]
# Sources in compare/ are compiled once for each semantics, into NAME.linux.bpf.o and NAME.proposal.bpf.o.
# Needs clang 19 and nothing else. The result does not depend on where the files lie.
set -eu
cd "$(dirname "$0")"
CLANG=${CLANG:-clang-19}
[ $# -gt 0 ] || set -- *.bpf.c types/*.bpf.c types/layout/*.bpf.c verdicts/*.bpf.c compare/*.bpf.c plugin/programs/*.bpf.c \
  proposal/*.bpf.c proposal/types/*.bpf.c plugins/*/programs/*.bpf.c
"$CLANG" -g -O2 --target=bpfel -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. -c kernel/types.c -o kernel/types.o
compile() {
  "$CLANG" -g -O2 -std=gnu11 --target=bpfel -mcpu=v3 -Wall -Werror -Wno-unused-function \
    -Wno-missing-declarations -Iinclude -Iproposal/include -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. "$@"
}
for source; do
  case $source in
    compare/*)
      for semantics in linux proposal; do
        compile "-DMORTISE_SEMANTICS_$semantics" -c "$source" -o "${source%.bpf.c}.$semantics.bpf.o"
      done ;;
    *) compile -c "$source" -o "${source%.c}.o" ;;
  esac
done
