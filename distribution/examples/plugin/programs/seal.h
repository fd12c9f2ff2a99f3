/* Seals: what `mortise headers` prints of them, in the manner of the examples. */
#pragma once

#include "types.h"

struct mx_seal {
	__u32 opaque[2];
} __attribute__((aligned(4)));

/* closes the seal; how often that has been done */
extern __u32 mx_seal_close(struct mx_seal *seal) __ksym;
extern int mx_seal_open(struct mx_seal *seal) __ksym;
/* 1 closed, 0 open */
extern int mx_seal_is_closed(struct mx_seal *seal) __ksym;
