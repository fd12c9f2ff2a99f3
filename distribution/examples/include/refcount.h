/* Objects with several owners. */
#pragma once

#include "allocator.h"

struct bpf_refcount {
	__u32 opaque;
} __attribute__((aligned(4)));

extern void *bpf_refcount_acquire_impl(void *object, void *meta) __ksym;

/* one more reference; NULL, through a borrowed pointer, if the last owner has let go */
#define bpf_refcount_acquire(object) \
	((typeof(object))bpf_refcount_acquire_impl(object, NULL))
