/* Mistakes with programs in the place of the kernel's own functions. */
#include "example.h"

struct sock;

struct tcp_sock {
	__u32 packets_out;
} __attribute__((preserve_access_index));

struct tcp_congestion_ops {
	__u32 (*undo_cwnd)(struct sock *sk);
	unsigned long (*get_info)(struct sock *sk, __u32 ext, int *attr, void *info);
	char name[16];
};

SEC("struct_ops") __failure __rule("memory.kernel-read-only")
int packets_out_of_nowhere(__u64 *ctx)
{
	struct tcp_sock *tcp = (void *)ctx[0];

	tcp->packets_out = 0;
	return 2;
}

SEC("struct_ops") __failure __rule("program.unsupported-member")
__msg("attach to unsupported member get_info of struct tcp_congestion_ops")
int tell(__u64 *ctx)
{
	return 0;
}

SEC(".struct_ops")
struct tcp_congestion_ops inventive = {
	.undo_cwnd = (void *)packets_out_of_nowhere,
	.get_info = (void *)tell,
	.name = "inventive",
};

LICENSE("GPL");
