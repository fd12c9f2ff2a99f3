/* Sockets, and what programs that meet them are given in R1. Offsets are the kernel's. */
#pragma once

#include "context.h"
#include "maps.h"

#define BPF_MAP_TYPE_SOCKMAP 15
#define BPF_MAP_TYPE_XSKMAP 17
#define BPF_MAP_TYPE_SOCKHASH 18
#define BPF_MAP_TYPE_SK_STORAGE 24

/* what a full TCP socket shows beside struct bpf_sock */
struct bpf_tcp_sock {
	__u32 snd_cwnd;
	__u32 srtt_us;
	__u32 rtt_min;
	__u32 snd_ssthresh;
	__u32 rcv_nxt;
	__u32 snd_nxt;
	__u32 snd_una;
	__u32 mss_cache;
	__u32 ecn_flags;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 packets_out;
	__u32 retrans_out;
	__u32 total_retrans;
	__u32 segs_in;
	__u32 data_segs_in;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 lost_out;
	__u32 sacked_out;
	__u64 bytes_received; /* 80 */
	__u64 bytes_acked;
};

struct bpf_xdp_sock {
	__u32 queue_id;
};

/* cgroup/connect4 and the like: 72 bytes */
struct bpf_sock_addr {
	__u32 user_family;
	__u32 user_ip4;
	__u32 user_ip6[4];
	__u32 user_port;
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u32 msg_src_ip4;
	__u32 msg_src_ip6[4];
	struct bpf_sock *sk; /* 64 */
};

/* sockops: the part up to skb_data_end */
struct bpf_sock_ops {
	__u32 op;
	__u32 args[4];
	__u32 family;
	__u32 others[40];
	struct bpf_sock *sk; /* 184 */
	void *skb_data;
	void *skb_data_end;
};

/* sk_msg: 80 bytes */
struct sk_msg_md {
	void *data;
	void *data_end;
	__u32 others[14];
	struct bpf_sock *sk; /* 72 */
};

/* sk_lookup: the part up to the protocol */
struct bpf_sk_lookup {
	struct bpf_sock *sk;
	__u32 family;
	__u32 protocol;
};

/* sk_reuseport: 56 bytes */
struct sk_reuseport_md {
	void *data;
	void *data_end;
	__u32 len;
	__u32 eth_protocol;
	__u32 ip_protocol;
	__u32 bind_inany;
	__u32 hash;
	__u32 : 32;
	struct bpf_sock *sk; /* 40 */
	struct bpf_sock *migrating_sk;
};

/* cgroup/getsockopt and cgroup/setsockopt: 40 bytes */
struct bpf_sockopt {
	struct bpf_sock *sk;
	void *optval;
	void *optval_end;
	__s32 level;
	__s32 optname;
	__s32 optlen;
	__s32 retval;
};

static __u64 (*const bpf_get_socket_cookie)(void *ctx_or_socket) = (void *)46;
static long (*const bpf_setsockopt)(void *socket, int level, int name, void *value,
				    int size) = (void *)49;
static long (*const bpf_getsockopt)(void *socket, int level, int name, void *value,
				    int size) = (void *)57;
static struct bpf_sock *(*const bpf_sk_lookup_udp)(void *ctx, struct bpf_sock_tuple *tuple,
						   __u32 size, __u64 netns,
						   __u64 flags) = (void *)85;
static struct bpf_tcp_sock *(*const bpf_tcp_sock)(struct bpf_sock *socket) = (void *)96;
static struct bpf_sock *(*const bpf_get_listener_sock)(struct bpf_sock *socket) = (void *)98;
static struct bpf_sock *(*const bpf_skc_lookup_tcp)(void *ctx, struct bpf_sock_tuple *tuple,
						    __u32 size, __u64 netns,
						    __u64 flags) = (void *)99;
static void *(*const bpf_sk_storage_get)(void *map, void *socket, void *value,
					 __u64 flags) = (void *)107;
static long (*const bpf_sk_storage_delete)(void *map, void *socket) = (void *)108;
static long (*const bpf_sk_assign)(void *ctx, void *socket, __u64 flags) = (void *)124;
static void *(*const bpf_skc_to_tcp6_sock)(void *socket) = (void *)136;
static void *(*const bpf_skc_to_tcp_sock)(void *socket) = (void *)137;
static void *(*const bpf_skc_to_unix_sock)(void *socket) = (void *)178;

/* whom to look for: nobody in particular */
#define LOOK_UP(function, ctx)                                                 \
	({                                                                     \
		struct bpf_sock_tuple tuple_ = {};                             \
		function(ctx, &tuple_, sizeof tuple_, -1, 0);                  \
	})
