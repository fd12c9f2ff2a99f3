/* Exceptions: a program that ends from any depth of calls. */
#pragma once

#include "program.h"

extern void bpf_throw(__u64 cookie) __ksym;

/* names the function that makes the program's answer of what was thrown */
#define __exception_cb(name) __attribute__((btf_decl_tag("exception_callback:" #name)))

#define bpf_assert(condition)                                                                      \
	do {                                                                                       \
		if (!(condition))                                                                  \
			bpf_throw(0);                                                              \
	} while (0)
