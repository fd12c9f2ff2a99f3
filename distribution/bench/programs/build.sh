#!/bin/sh
# Rebuilds every committed object from its source: build.sh [FILE.bpf.c...]
# Needs clang 19 and nothing else. The result does not depend on where the files lie.
set -eu
cd "$(dirname "$0")"
CLANG=${CLANG:-clang-19}
[ $# -gt 0 ] || set -- *.bpf.c
for source; do
  "$CLANG" -g -O2 -std=gnu11 --target=bpfel -mcpu=v3 -Wall -Werror -Wno-unused-function \
    -Wno-missing-declarations -I../../examples/include -I../../examples/proposal/include -fdebug-compilation-dir=. \
    -ffile-prefix-map="$PWD"=. -c "$source" -o "${source%.c}.o"
done
