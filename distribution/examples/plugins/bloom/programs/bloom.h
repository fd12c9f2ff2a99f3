/* Filters: what `mortise headers --semantics proposal` prints of them, in the manner of the examples. */
#pragma once

#include "proposal.h"

struct mx_bloom {
	__u8 opaque[24];
} __attribute__((aligned(8)));

/* the first step: 0, or -ENOMEM */
extern int mx_bloom_init(struct mx_bloom *filter, __u32 bits) __ksym;
/* the second step */
extern void mx_bloom_arm(struct mx_bloom *filter, __u64 seed) __ksym;
extern void mx_bloom_fini(struct mx_bloom *filter) __ksym;
extern void mx_bloom_add(struct mx_bloom *filter, __u64 value) __ksym;
extern bool mx_bloom_may_have(struct mx_bloom *filter, __u64 value) __ksym;
