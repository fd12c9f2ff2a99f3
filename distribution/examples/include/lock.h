/* Spin locks, plain and resilient. A lock lives in a map value, in an object of the program, or in a private section. */
#pragma once

#include "program.h"

struct bpf_spin_lock {
	__u32 val;
};

/* one whose taking may fail: the only kind of which several may be held at once */
struct bpf_res_spin_lock {
	__u32 val;
};

static void (*const bpf_spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static void (*const bpf_spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;

extern int bpf_res_spin_lock(struct bpf_res_spin_lock *lock) __ksym;
extern void bpf_res_spin_unlock(struct bpf_res_spin_lock *lock) __ksym;
extern int bpf_res_spin_lock_irqsave(struct bpf_res_spin_lock *lock, unsigned long *flags) __ksym;
extern void bpf_res_spin_unlock_irqrestore(struct bpf_res_spin_lock *lock,
					   unsigned long *flags) __ksym;
