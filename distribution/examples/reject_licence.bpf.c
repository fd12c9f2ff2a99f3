/* What a licence other than the GPL's kind forbids. */
#include "example.h"

struct point {
	__u64 x, y;
};

static long (*const bpf_trace_printk)(const char *format, __u32 size, ...) = (void *)6;

SEC("tc") __failure __msg("cannot call GPL-restricted function from non-GPL compatible program")
__rule("call.needs-gpl")
int print(struct __sk_buff *skb)
{
	char text[8] = "hello";

	return bpf_trace_printk(text, sizeof text);
}

SEC("tc") __failure __msg("cannot call kernel function from non-GPL compatible program")
__rule("call.kernel-function-needs-gpl")
int allocate(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (point)
		bpf_obj_drop(point);
	return 0;
}

SEC("tc") __success __retval(1) __description("ordinary helpers ask for no licence")
int time(struct __sk_buff *skb)
{
	return bpf_ktime_get_ns() > 0;
}

LICENSE("Apache-2.0");
