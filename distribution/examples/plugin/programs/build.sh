#!/bin/sh
# Rebuilds the committed object from its source. Needs clang 19 and nothing else.
set -eu
cd "$(dirname "$0")"
for source in *.bpf.c; do
  "${CLANG:-clang-19}" -g -O2 -std=gnu11 --target=bpfel -mcpu=v3 -Wall -Werror -Wno-unused-function \
    -Wno-missing-declarations -I../../include -I. -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. \
    -c "$source" -o "${source%.c}.o"
done
