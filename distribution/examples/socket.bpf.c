/*
 * Sockets: found by a lookup and given back, met in contexts and in maps, looked at through views.
 *
 * What a lookup gives is owed for; a cast gives another view of the same socket, and either gives it back.
 */
#include "example.h"
#include "callback.h"
#include "iterator.h"
#include "packet.h"
#include "socket.h"

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} more_sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} rings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} storage SEC(".maps");

SEC("tc") __success
int looked_up_and_given_back(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_tcp, skb);
	int mark = 0;

	if (sock) {
		mark = sock->mark;
		bpf_sk_release(sock);
	}
	return mark;
}

SEC("tc") __success
int two_at_a_time(struct __sk_buff *skb)
{
	struct bpf_sock *one = LOOK_UP(bpf_sk_lookup_tcp, skb), *other;

	if (!one)
		return 0;
	other = LOOK_UP(bpf_sk_lookup_udp, skb);
	if (other)
		bpf_sk_release(other);
	bpf_sk_release(one);
	return 0;
}

SEC("tc") __success __description("what a cast gave is released in the place of what was cast")
int given_back_as_what_it_was_cast_to(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);
	struct bpf_tcp_sock *tcp;
	int window;

	if (!sock)
		return 0;
	tcp = bpf_tcp_sock(sock);
	if (!tcp) {
		bpf_sk_release(sock);
		return 0;
	}
	window = tcp->snd_cwnd;
	bpf_sk_release(tcp);
	return window;
}

SEC("tc") __success __description("the kernel's own struct is another such cast")
int cast_to_the_kernels_own(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);
	void *tcp6;

	if (!sock)
		return 0;
	tcp6 = bpf_skc_to_tcp6_sock(sock);
	bpf_sk_release(tcp6 ? tcp6 : sock);
	return 0;
}

SEC("tc") __success __description("the listening socket is nobody's to release")
int who_listens(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb), *listener;

	if (!sock)
		return 0;
	listener = bpf_get_listener_sock(sock);
	bpf_sk_release(sock);
	return listener ? listener->type : 0;
}

SEC("tc") __success __description("fields of 4 bytes of which parts may be loaded")
int parts_of_fields(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;
	volatile __u8 *bytes = (void *)sock;

	return sock ? bytes[24] + bytes[31] + bytes[44] + *(volatile __u16 *)&bytes[48] : 0;
}

static __noinline struct bpf_sock *look_up(struct __sk_buff *skb)
{
	return LOOK_UP(bpf_sk_lookup_tcp, skb);
}

static __noinline void give_back(struct bpf_sock *sock)
{
	bpf_sk_release(sock);
}

SEC("tc") __success
int through_static_functions(struct __sk_buff *skb)
{
	struct bpf_sock *sock = look_up(skb);

	if (sock)
		give_back(sock);
	return 0;
}

static int read_family(__u32 index, struct bpf_sock **sock)
{
	return (*sock)->family == index;
}

SEC("tc") __success
int held_across_a_loop(struct __sk_buff *skb)
{
	struct bpf_sock *sock = look_up(skb);

	if (!sock)
		return 0;
	bpf_loop(5, read_family, &sock, 0);
	bpf_sk_release(sock);
	return 0;
}

SEC("tc") __success
int found_in_a_loop(struct __sk_buff *skb)
{
	struct bpf_sock *sock = NULL;
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 10);
	while (bpf_iter_num_next(&it)) {
		sock = LOOK_UP(bpf_sk_lookup_tcp, skb);
		if (sock)
			break;
	}
	bpf_iter_num_destroy(&it);
	if (sock)
		bpf_sk_release(sock);
	return 0;
}

SEC("tc") __success
int whom_the_packet_says(struct __sk_buff *skb)
{
	struct bpf_sock_tuple *tuple = (void *)(long)skb->data;
	struct bpf_sock *sock;

	if ((void *)(tuple + 1) > (void *)(long)skb->data_end)
		return 0;
	sock = bpf_sk_lookup_tcp(skb, tuple, sizeof *tuple, -1, 0);
	if (sock) {
		bpf_sk_assign(skb, sock, 0);
		bpf_sk_release(sock);
	}
	return 0;
}

SEC("tc") __success
int kept_for_the_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;
	__u64 first = 4, *count;

	if (!sock)
		return 0;
	count = bpf_sk_storage_get(&storage, sock, &first, 1);
	if (count)
		*count += 1;
	bpf_sk_storage_delete(&storage, sock);
	return 0;
}

SEC("tc") __success __description("what a map of sockets gives is owed for, and can be put into another")
int from_map_to_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct bpf_sock *sock = bpf_map_lookup_elem(&sockets, &key);

	if (!sock)
		return 0;
	bpf_map_update_elem(&more_sockets, &key, sock, 0);
	bpf_sk_release(sock);
	return 0;
}

SEC("xdp") __success
int socket_of_a_ring(struct xdp_md *xdp)
{
	__u32 key = 0;
	struct bpf_xdp_sock *ring = bpf_map_lookup_elem(&rings, &key);

	return ring ? ring->queue_id : 0;
}

SEC("cgroup/connect4") __success
int where_it_connects(struct bpf_sock_addr *ctx)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_udp, ctx);
	int one = 1;

	if (sock)
		bpf_sk_release(sock);
	return bpf_setsockopt(ctx, 1, 1, &one, sizeof one) == 0 && ctx->sk->type == 1
		&& (bpf_get_socket_cookie(ctx) & 1);
}

SEC("cgroup/sock_create") __success __description("the context itself is the socket")
int of_the_socket_made(struct bpf_sock *ctx)
{
	__u64 *count = bpf_sk_storage_get(&storage, ctx, NULL, 1);

	ctx->mark = 4;
	return count ? *count & 1 : 0;
}

SEC("sockops") __success
int events_of_a_socket(struct bpf_sock_ops *ops)
{
	struct bpf_sock *sock = ops->sk;
	struct bpf_tcp_sock *tcp;
	__u8 *data = ops->skb_data;

	if (!sock || data + 1 > (__u8 *)ops->skb_data_end)
		return 0;
	tcp = bpf_tcp_sock(sock);
	return tcp ? tcp->bytes_received == *data : 0;
}

SEC("sk_msg") __success
int bytes_of_a_message(struct sk_msg_md *msg)
{
	__u8 *data = msg->data;

	if (data + 1 > (__u8 *)msg->data_end)
		return 0;
	*data = msg->sk->family;
	return 1;
}

SEC("sk_lookup") __success __description("null takes back what was assigned")
int who_shall_have_it(struct bpf_sk_lookup *lookup)
{
	__u32 key = 0;
	struct bpf_sock *sock = bpf_map_lookup_elem(&sockets, &key);

	bpf_sk_assign(lookup, NULL, 0);
	if (!sock)
		return 1;
	bpf_sk_assign(lookup, sock, 0);
	bpf_sk_release(sock);
	return 1;
}

SEC("sk_reuseport") __success
int which_of_them(struct sk_reuseport_md *reuse)
{
	struct bpf_sock *from = reuse->migrating_sk;

	return bpf_get_socket_cookie(reuse->sk) == bpf_get_socket_cookie(from)
		|| (from && from->state == 1);
}

SEC("cgroup/setsockopt") __success
int what_is_set(struct bpf_sockopt *option)
{
	__u8 *value = option->optval;

	if (value + 1 > (__u8 *)option->optval_end)
		return 0;
	*value = 1;
	return bpf_setsockopt(option->sk, 1, 1, value, 0 + sizeof *value) == 0;
}

SEC("flow_dissector") __success
int what_was_dissected(struct __sk_buff *skb)
{
	volatile __u16 *keys = (void *)(long)skb->flow_keys;

	keys[0] = 14;
	return keys[27];
}

LICENSE("GPL");
