/* A congestion control under another licence. */
#include "example.h"

struct sock;

struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *sk);
	char name[16];
};

SEC("struct_ops") __failure __rule("program.needs-gpl")
__msg("struct ops programs must have a GPL compatible license")
int two(__u64 *ctx)
{
	return 2;
}

SEC(".struct_ops")
struct tcp_congestion_ops closed = {
	.ssthresh = (void *)two,
	.name = "closed",
};

LICENSE("Proprietary");
