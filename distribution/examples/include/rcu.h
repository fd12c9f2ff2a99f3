/* RCU read sections. */
#pragma once

#include "program.h"

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

#define __kptr __attribute__((btf_type_tag("kptr")))

static void *(*const bpf_kptr_xchg)(void *field, void *object) = (void *)194;
