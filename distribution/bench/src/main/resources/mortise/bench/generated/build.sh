#!/bin/sh
# Rebuilds the template of generated programs from its source. Needs clang 19 and nothing else.
set -eu
cd "$(dirname "$0")"
"${CLANG:-clang-19}" -g -O2 -std=gnu11 --target=bpfel -mcpu=v3 -Wall -Werror \
  -Wno-unused-function -Wno-missing-declarations -I../../../../../../../examples/include \
  -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. -c template.bpf.c -o template.bpf.o
