/* Programs in the place of the kernel's own functions: a congestion control, member by member. */
#include "example.h"

struct sock {
	unsigned long sk_pacing_rate;
} __attribute__((preserve_access_index));

struct tcp_sock {
	__u32 snd_cwnd;
	__u32 snd_ssthresh;
} __attribute__((preserve_access_index));

struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	char name[16];
};

extern void tcp_reno_cong_avoid(struct sock *sk, __u32 ack, __u32 acked) __ksym;

SEC("struct_ops") __success __description("the socket is one of TCP, and some of it can be written")
__u32 half_the_window(__u64 *ctx)
{
	struct tcp_sock *tcp = (void *)ctx[0];
	__u32 half = tcp->snd_cwnd / 2;

	tcp->snd_ssthresh = half;
	return half;
}

SEC("struct_ops") __success __description("what gives nothing need not answer")
void grow_like_reno(__u64 *ctx)
{
	tcp_reno_cong_avoid((struct sock *)ctx[0], ctx[1], ctx[2]);
}

SEC(".struct_ops")
struct tcp_congestion_ops halving = {
	.ssthresh = (void *)half_the_window,
	.cong_avoid = (void *)grow_like_reno,
	.name = "halving",
};

LICENSE("GPL");
