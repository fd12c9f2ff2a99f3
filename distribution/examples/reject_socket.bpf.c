/* Rules of sockets: what is owed for them, what can be seen of them. One program, one rule. */
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

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

#define LEAK __msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
#define EXPECTED "expected=sock_common, sock, tcp_sock, xdp_sock"
#define OR_OBJECT ", ptr_, trusted_ptr_"
#define UNOWNED                                                                                 \
	__msg("R1 must be referenced when passed to release function")                          \
	__rule("reference.release-of-unowned")

/* looks one up with R6 the context */
#define ASM_LOOK_UP                                                                             \
	"r6 = r1; r2 = 0; *(u64 *)(r10 - 16) = r2; *(u64 *)(r10 - 8) = r2; r2 = r10; r2 += -16;" \
	"r3 = 12; r4 = 0; r5 = 0; call 84;"

SEC("tc") __failure LEAK
int one_of_two_leaks(struct __sk_buff *skb)
{
	struct bpf_sock *one = LOOK_UP(bpf_sk_lookup_tcp, skb), *other;

	if (!one)
		return 0;
	other = LOOK_UP(bpf_sk_lookup_udp, skb);
	if (!other)
		return 0;
	bpf_sk_release(other);
	bpf_sk_release(one);
	return 0;
}

SEC("tc") __failure LEAK __description("that there is no full socket does not mean that there is none")
int leaks_where_the_cast_fails(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);

	if (!sock || !bpf_sk_fullsock(sock))
		return 0;
	bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int used_after_its_cast_was_released(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb), *full;

	if (!sock)
		return 0;
	full = bpf_sk_fullsock(sock);
	if (!full) {
		bpf_sk_release(sock);
		return 0;
	}
	bpf_sk_release(full);
	return sock->family;
}

SEC("tc") __failure __msg("R8 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int cast_used_after_release(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);
	struct bpf_tcp_sock *tcp;

	if (!sock)
		return 0;
	tcp = bpf_tcp_sock(sock);
	if (!tcp) {
		bpf_sk_release(sock);
		return 0;
	}
	bpf_sk_release(sock);
	return tcp->snd_cwnd;
}

SEC("tc") __failure __msg("R8 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int kernels_own_used_after_release(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);
	int *tcp6;

	if (!sock)
		return 0;
	tcp6 = bpf_skc_to_tcp6_sock(sock);
	if (!tcp6) {
		bpf_sk_release(sock);
		return 0;
	}
	bpf_sk_release(sock);
	return *tcp6;
}

SEC("tc") __failure UNOWNED
int cast_of_the_packets_own_released(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk, *full;

	if (!sock)
		return 0;
	full = bpf_sk_fullsock(sock);
	if (full)
		bpf_sk_release(full);
	return 0;
}

SEC("tc") __failure UNOWNED
int listener_released(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb), *listener;

	if (!sock)
		return 0;
	listener = bpf_get_listener_sock(sock);
	if (listener)
		bpf_sk_release(listener);
	bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure UNOWNED __description("of the casts, this one shares nothing")
int unix_socket_released(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);
	void *local;

	if (!sock)
		return 0;
	local = bpf_skc_to_unix_sock(sock);
	bpf_sk_release(local ? local : sock);
	return 0;
}

SEC("cgroup/connect4") __failure UNOWNED
int connecting_socket_released(struct bpf_sock_addr *ctx)
{
	bpf_sk_release(ctx->sk);
	return 1;
}

SEC("sk_lookup") __failure UNOWNED
int selected_socket_released(struct bpf_sk_lookup *lookup)
{
	struct bpf_sock *sock = lookup->sk;

	if (sock)
		bpf_sk_release(sock);
	return 1;
}

SEC("tc") __failure
__msg("R1 type=sock_common_or_null " EXPECTED) __rule("call.argument-type")
int cast_unchecked(struct __sk_buff *skb)
{
	struct bpf_sock *sock = bpf_sk_fullsock(skb->sk);

	return sock ? sock->type : 0;
}

SEC("tc") __failure
__msg("R1 type=ptr_or_null_ " EXPECTED OR_OBJECT) __rule("call.argument-type")
int kernels_own_released_unchecked(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_skc_lookup_tcp, skb);

	if (sock)
		bpf_sk_release(bpf_skc_to_tcp6_sock(sock));
	return 0;
}

SEC("tc") __failure
__msg("R1 type=ctx " EXPECTED OR_OBJECT) __rule("call.argument-type")
int context_released(struct __sk_buff *skb)
{
	bpf_sk_release(skb);
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'tcp_sock_or_null'") __rule("memory.nullable-pointer")
int cast_read_unchecked(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	return sock ? bpf_tcp_sock(sock)->snd_cwnd : 0;
}

SEC("tc") __failure __msg("R1 invalid mem access 'sock_common_or_null'")
__rule("memory.nullable-pointer") __description("that half of a pointer is not null teaches nothing")
NAKED int compared_in_half(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 168); if w1 == 0 goto 1f; r0 = *(u32 *)(r1 + 4);"
		     "1: r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("R1 invalid mem access 'sock_common_or_null'")
__rule("memory.nullable-pointer") __description("a zero in a register teaches nothing")
NAKED int compared_with_a_register(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 168); r2 = 0; if r1 != r2 goto 1f; r0 = 0; exit;"
		     "1: r0 = *(u32 *)(r1 + 4); exit" ::);
}

SEC("tc") __failure __msg("R1 invalid sock_common access off=8 size=4") __rule("memory.socket-field")
int more_than_is_common(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	return sock ? sock->type : 0;
}

SEC("xdp") __failure __msg("R0 invalid xdp_sock access off=4 size=4") __rule("memory.socket-field")
int more_than_a_queue(struct xdp_md *xdp)
{
	__u32 key = 0;
	struct bpf_xdp_sock *ring = bpf_map_lookup_elem(&rings, &key);

	return ring ? (&ring->queue_id)[1] : 0;
}

SEC("cgroup/getsockopt") __failure __msg("R1 invalid sock access off=8 size=8")
__rule("memory.socket-field")
NAKED int two_fields_of_a_socket(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 0); r0 = *(u64 *)(r1 + 8); r0 = 1; exit" ::);
}

SEC("tc") __failure __msg("BPF_ATOMIC stores into R1 sock_common is not allowed")
__rule("memory.atomic-target")
NAKED int atomic_on_a_socket(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 168); if r1 == 0 goto 1f; r2 = 1;"
		     "lock *(u32 *)(r1 + 16) += r2; 1: r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("R1 pointer arithmetic on sock_common_or_null prohibited, null-check it first")
__rule("pointer.arithmetic-on-nullable")
NAKED int moved_unchecked(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 168); r1 += 4; r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
NAKED int one_load_for_two_views(void)
{
	asm volatile("r6 = r1; r7 = *(u64 *)(r1 + 168); if r7 == 0 goto 1f; r1 = r7; call 95;"
		     "if r0 == 0 goto 1f; r8 = r7; r2 = *(u32 *)(r6 + 0); if r2 > 5 goto 2f; r8 = r0;"
		     "2: r0 = *(u32 *)(r8 + 4); exit; 1: r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
NAKED int one_load_for_socket_and_stack(void)
{
	asm volatile("r6 = r1; r7 = *(u64 *)(r1 + 168); r2 = 0; *(u64 *)(r10 - 8) = r2;"
		     "r2 = *(u32 *)(r1 + 0); if r7 == 0 goto 1f; r8 = r7; if r2 > 5 goto 2f;"
		     "r8 = r10; r8 += -8; 2: r0 = *(u32 *)(r8 + 4); exit; 1: r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("invalid bpf_context access off=168 size=4") __rule("context.field")
NAKED int half_a_pointer_in_the_context(void)
{
	asm volatile("r2 = *(u32 *)(r1 + 168); r0 = 0; exit" ::);
}

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int filled_after_release(struct __sk_buff *skb)
{
	struct bpf_sock *volatile spilled = LOOK_UP(bpf_sk_lookup_tcp, skb);
	struct bpf_sock *sock = spilled;

	if (!sock)
		return 0;
	bpf_sk_release(sock);
	return spilled->family;
}

SEC("tc") __failure LEAK __description("a map keeps the number, and not the reference")
int hidden_in_a_map(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_tcp, skb);
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&numbers, &key);

	if (!sock)
		return 0;
	if (value) {
		*value = (__u64)sock;
		return 0;
	}
	bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("tail_call would lead to reference leak") __rule("reference.leak")
int held_across_a_tail_call(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_tcp, skb);

	bpf_tail_call(skb, &programs, 0);
	if (sock)
		bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("BPF_LD_[ABS|IND] would lead to reference leak") __rule("reference.leak")
NAKED int held_across_an_old_load(void)
{
	asm volatile(ASM_LOOK_UP
		     "r7 = r0; r0 = *(u8 *)skb[0]; r1 = r7; if r1 == 0 goto 1f; call 86;"
		     "1: r0 = 0; exit" ::);
}

__weak __noinline int gives_back(struct bpf_sock *sock)
{
	if (sock)
		bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("R1 type=sock_common expected=fp")
__msg("Caller passes invalid args into func#1 ('gives_back')") __rule("call.global-function-argument")
__description("a global function takes memory of that size for a socket")
int through_a_global_function(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	return sock ? gives_back(sock) : 0;
}

static int give_back(__u32 index, struct bpf_sock **sock)
{
	if (*sock)
		bpf_sk_release(*sock);
	*sock = NULL;
	return 0;
}

SEC("tc") __failure LEAK __description("a callback may never be called")
int released_by_a_callback(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_tcp, skb);

	bpf_loop(1, give_back, &sock, 0);
	return 0;
}

static int look_up(__u32 index, struct __sk_buff **skb)
{
	return LOOK_UP(bpf_sk_lookup_tcp, *skb) == NULL;
}

SEC("tc") __failure LEAK
int looked_up_by_a_callback(struct __sk_buff *skb)
{
	bpf_loop(5, look_up, &skb, 0);
	return 0;
}

SEC("tc") __failure LEAK
int released_in_some_rounds(struct __sk_buff *skb)
{
	struct bpf_sock *sock = LOOK_UP(bpf_sk_lookup_tcp, skb);
	struct bpf_iter_num it;

	if (!sock)
		return 0;
	bpf_iter_num_new(&it, 0, 10);
	while (bpf_iter_num_next(&it))
		bpf_sk_release(sock);
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure LEAK
int out_of_a_map_and_lost(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct bpf_sock *sock = bpf_map_lookup_elem(&sockets, &key);

	return sock ? sock->type : 0;
}

SEC("tc") __failure
__msg("R3 type=fp " EXPECTED OR_OBJECT) __rule("call.argument-type")
int number_into_a_map_of_sockets(struct __sk_buff *skb)
{
	__u32 key = 0;

	bpf_map_update_elem(&sockets, &key, &key, 0);
	return 0;
}

SEC("lwt_in") __failure __msg("cannot update sockmap in this context")
__msg("cannot pass map_type 15 into func bpf_map_delete_elem#3")
__rule("map.sockets-not-here")
int map_of_sockets_out_of_reach(struct __sk_buff *skb)
{
	__u32 key = 0;

	bpf_map_delete_elem(&sockets, &key);
	return 0;
}

SEC("sockops") __failure __msg("cannot update sockmap in this context")
__msg("cannot pass map_type 15 into func bpf_map_update_elem#2")
__rule("map.sockets-not-here")
int put_while_it_changes(struct bpf_sock_ops *ops)
{
	struct bpf_sock *sock = ops->sk;
	__u32 key = 0;

	if (sock)
		bpf_map_update_elem(&sockets, &key, sock, 0);
	return 0;
}

SEC("tc") __failure
__msg("R2 type=sock_common_or_null " EXPECTED OR_OBJECT) __rule("call.argument-type")
int storage_of_nobody(struct __sk_buff *skb)
{
	bpf_sk_storage_get(&storage, skb->sk, NULL, 1);
	return 0;
}

SEC("sk_lookup") __failure __msg("R2 type=scalar expected=sock") __rule("call.argument-type")
int number_assigned(struct bpf_sk_lookup *lookup)
{
	bpf_sk_assign(lookup, (void *)8, 0);
	return 1;
}

SEC("cgroup/connect4") __failure __msg("R1 type=sock expected=ctx") __rule("call.argument-type")
__description("what an option is set of depends on the kind of program")
int option_of_the_socket_itself(struct bpf_sock_addr *ctx)
{
	int one = 1;

	return bpf_setsockopt(ctx->sk, 1, 1, &one, sizeof one) == 0;
}

SEC("cgroup/setsockopt") __failure
__msg("R1 type=ctx " EXPECTED OR_OBJECT) __rule("call.argument-type")
int option_of_the_context(struct bpf_sockopt *option)
{
	int one = 1;

	return bpf_setsockopt(option, 1, 1, &one, sizeof one) == 0;
}

SEC("sk_reuseport") __failure __msg("program of this type cannot use helper bpf_skc_to_tcp_sock#137")
__rule("call.helper-not-available")
int cast_out_of_reach(struct sk_reuseport_md *reuse)
{
	return bpf_skc_to_tcp_sock(reuse->sk) != NULL;
}

SEC("sockops") __failure __msg("helper access to the packet is not allowed") __rule("call.packet-argument")
int key_in_the_packet(struct bpf_sock_ops *ops)
{
	__u32 *data = ops->skb_data;

	if ((void *)(data + 1) > ops->skb_data_end)
		return 0;
	return bpf_map_lookup_elem(&numbers, data) != NULL;
}

SEC("cgroup/getsockopt") __failure
__msg("invalid access to packet, off=1 size=1, R2(id=0,off=1,r=1)")
__msg("R2 offset is outside of the packet") __rule("packet.bounds")
int behind_the_option(struct bpf_sockopt *option)
{
	__u8 *value = option->optval;

	if (value + 1 > (__u8 *)option->optval_end)
		return 0;
	value[1] = 1;
	return 1;
}

SEC("flow_dissector") __failure __msg("invalid access to flow keys off=56 size=2")
__rule("packet.flow-keys")
int behind_the_keys(struct __sk_buff *skb)
{
	return ((volatile __u16 *)(long)skb->flow_keys)[28];
}

SEC("flow_dissector") __failure __msg("R6 pointer arithmetic on flow_keys prohibited")
__rule("pointer.arithmetic-prohibited")
NAKED int some_key(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 144); call 7; r0 &= 7; r6 += r0; r0 = *(u8 *)(r6 + 0); exit" ::);
}

SEC("xdp") __failure __msg("cannot pass map_type 17 into func bpf_map_update_elem#2")
__rule("map.function-not-for-type")
int into_a_map_of_rings(struct xdp_md *xdp)
{
	__u32 key = 0;

	bpf_map_update_elem(&rings, &key, &key, 0);
	return 0;
}

LICENSE("GPL");
