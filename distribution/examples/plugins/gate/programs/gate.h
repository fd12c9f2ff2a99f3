/* Gates: what `mortise headers --semantics proposal` prints of them, in the manner of the examples. */
#pragma once

#include "proposal.h"

struct mx_gate {
	__u8 opaque[8];
} __attribute__((aligned(4)));

extern void mx_gate_init(struct mx_gate *gate) __ksym;
/* whether the program is inside now */
extern bool mx_gate_try(struct mx_gate *gate) __ksym;
/* how many have passed, this one too */
extern __u32 mx_gate_pass(struct mx_gate *gate) __ksym;
extern void mx_gate_leave(struct mx_gate *gate) __ksym;
