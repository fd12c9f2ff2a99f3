/* Spin locks. A lock lives in a map value, in an object of the program, or in a private section. */
#pragma once

#include "types.h"

struct bpf_spin_lock {
	__u32 val;
};

static void (*const bpf_spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static void (*const bpf_spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;
