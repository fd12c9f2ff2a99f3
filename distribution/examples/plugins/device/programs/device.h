/* Devices: what `mortise headers --semantics proposal` prints of them, in the manner of the examples. */
#pragma once

#include "proposal.h"

struct mx_device {
	__u64 opaque[2];
};

/* one reference, or NULL */
extern struct mx_device *mx_device_open(__u64 number) __ksym;
extern void mx_device_get(struct mx_device *device, __u32 count) __ksym;
extern void mx_device_put(struct mx_device *device) __ksym;
extern __u64 mx_device_number(struct mx_device *device) __ksym;
