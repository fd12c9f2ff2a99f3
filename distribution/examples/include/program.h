/* How a C file becomes a BPF object: sections, linkage, licence. */
#pragma once

#include "types.h"

/* the section tells the program type; a leading '?' would mean: load only on request */
#define SEC(name) __attribute__((section(name), used))

#define __hidden __attribute__((visibility("hidden")))
#define __always_inline inline __attribute__((always_inline))
#define __noinline __attribute__((noinline))
#define __weak __attribute__((weak))

/* a body of assembler alone; without parameters, which would be nameless in BTF and so refused */
#define NAKED __attribute__((naked))

/* functions of the kernel, found by name when the object is loaded */
#define __ksym __attribute__((section(".ksyms")))

/* variables that share one map of their own: a lock and what it protects */
#define private(name) SEC(".data." #name) __hidden __attribute__((aligned(8)))

/* keeps the compiler from knowing the value of x from here on */
#define opaque(x) asm volatile("" : "+r"(x))

#define LICENSE(name) char _license[] SEC("license") = name
