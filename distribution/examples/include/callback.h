/* Functions that call back into the program, at once or later. */
#pragma once

#include "types.h"

struct bpf_timer {
	__u64 __opaque[2];
} __attribute__((aligned(8)));

#define CLOCK_MONOTONIC 1

static long (*const bpf_for_each_map_elem)(void *map, void *callback, void *ctx,
					   __u64 flags) = (void *)164;
static long (*const bpf_loop)(__u32 count, void *callback, void *ctx, __u64 flags) = (void *)181;
static long (*const bpf_timer_init)(struct bpf_timer *timer, void *map, __u64 flags) = (void *)169;
static long (*const bpf_timer_set_callback)(struct bpf_timer *timer, void *callback) = (void *)170;
static long (*const bpf_timer_start)(struct bpf_timer *timer, __u64 nsecs,
				     __u64 flags) = (void *)171;
static long (*const bpf_timer_cancel)(struct bpf_timer *timer) = (void *)172;
