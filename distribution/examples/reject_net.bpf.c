/* Rules of packets, contexts and sockets: one program, one rule. */
#include "example.h"
#include "packet.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

#define DATA(context) ((void *)(long)(context)->data)
#define END(context) ((void *)(long)(context)->data_end)

SEC("tc") __failure __msg("invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
int read_without_check(struct __sk_buff *skb)
{
	return *(volatile __u8 *)DATA(skb);
}

SEC("tc") __failure __msg("invalid access to packet, off=14 size=1, R2(id=0,off=14,r=14)")
__msg("R2 offset is outside of the packet") __rule("packet.bounds")
int read_one_byte_too_far(struct __sk_buff *skb)
{
	__u8 *data = DATA(skb);

	if ((void *)(data + 14) > END(skb))
		return 0;
	return data[14];
}

SEC("tc") __failure __msg("invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
int check_on_the_wrong_branch(struct __sk_buff *skb)
{
	__u8 *data = DATA(skb);

	if ((void *)(data + 14) > END(skb))
		return data[0];
	return 0;
}

SEC("tc") __failure __msg("invalid access to packet, off=16 size=2, R1(id=1,off=16,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
__description("the header's length comes from the packet and was not compared again")
int options_unchecked(struct __sk_buff *skb)
{
	struct ethernet *ethernet = DATA(skb);
	struct ipv4 *ip = (void *)(ethernet + 1);
	struct udp *udp;

	if ((void *)(ip + 1) > END(skb))
		return 0;
	udp = (void *)ip + (ip->version_and_length & 15) * 4;
	return udp->destination;
}

SEC("xdp") __failure __msg("invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
int write_without_check(struct xdp_md *xdp)
{
	*(volatile __u8 *)DATA(xdp) = 1;
	return XDP_PASS;
}

SEC("xdp") __failure __msg("invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
__description("data_meta may equal data, so nothing lies between them")
int read_metadata_without_check(struct xdp_md *xdp)
{
	return *(volatile __u8 *)(long)xdp->data_meta;
}

SEC("xdp") __failure __msg("invalid access to packet, off=8 size=1, R1(id=0,off=8,r=8)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
int loop_one_byte_too_far(struct xdp_md *xdp)
{
	__u8 *data = DATA(xdp);
	int sum = 0;

	if ((void *)(data + 8) > END(xdp))
		return XDP_PASS;
	for (int i = 0; i <= 8; i++)
		sum += ((volatile __u8 *)data)[i];
	return sum;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
__description("after a helper that may move the packet, its pointers are void")
int pointer_to_a_moved_packet(struct __sk_buff *skb)
{
	__u8 *data = DATA(skb);

	if ((void *)(data + 14) > END(skb))
		return 0;
	bpf_skb_pull_data(skb, 64);
	return data[0];
}

SEC("xdp") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int pointer_to_a_cut_packet(struct xdp_md *xdp)
{
	__u8 *data = DATA(xdp);

	if ((void *)(data + 14) > END(xdp))
		return XDP_PASS;
	if (bpf_xdp_adjust_head(xdp, 4))
		return XDP_PASS;
	return data[0];
}

SEC("tc") __failure __msg("R1 invalid mem access 'pkt_end'") __rule("memory.not-a-pointer")
int read_at_the_end(struct __sk_buff *skb)
{
	return *(volatile __u8 *)END(skb);
}

SEC("tc") __failure __msg("R2 pointer arithmetic on pkt_end prohibited")
__rule("pointer.arithmetic-prohibited")
int move_the_end(struct __sk_buff *skb)
{
	void *end = END(skb);

	asm volatile("%0 += 4" : "+r"(end));
	return DATA(skb) < end;
}

SEC("tc") __failure __msg("misaligned packet access off 2+0+0+12 size 4") __rule("memory.alignment")
__flag(BPF_F_STRICT_ALIGNMENT)
int misaligned_in_the_packet(struct __sk_buff *skb)
{
	void *data = DATA(skb);

	if (data + 64 > END(skb))
		return 0;
	return *(volatile __u32 *)(data + 12);
}

SEC("cgroup_skb/ingress") __failure __msg("cannot write into packet") __rule("packet.read-only")
int write_where_only_reading_is_allowed(struct __sk_buff *skb)
{
	__u8 *data = DATA(skb);

	if ((void *)(data + 1) > END(skb))
		return 1;
	data[0] = 1;
	return 1;
}

SEC("tc") __failure __msg("helper access to the packet is not allowed")
__rule("call.packet-argument")
int packet_as_a_text(struct __sk_buff *skb)
{
	void *data = DATA(skb);
	long value = 0;

	if (data + 8 > END(skb))
		return 0;
	return bpf_strtol(data, 8, 0, &value);
}

SEC("tc") __failure __msg("invalid access to packet, off=0 size=4, R2(id=0,off=0,r=0)")
__msg("R2 offset is outside of the packet") __rule("packet.bounds")
int packet_as_a_key(struct __sk_buff *skb)
{
	return bpf_map_lookup_elem(&numbers, DATA(skb)) != NULL;
}

SEC("tc") __failure __msg("BPF_ATOMIC stores into R1 pkt is not allowed")
__rule("memory.atomic-target")
int atomic_in_the_packet(struct __sk_buff *skb)
{
	__u32 *data = DATA(skb);

	if ((void *)(data + 1) > END(skb))
		return 0;
	__sync_fetch_and_add(data, 1);
	return 0;
}

SEC("tc") __failure __msg("invalid bpf_context access off=200 size=4") __rule("context.field")
int read_past_the_context(struct __sk_buff *skb)
{
	return ((volatile __u32 *)skb)[50];
}

SEC("tc") __failure __msg("invalid bpf_context access off=0 size=4") __rule("context.field")
int write_the_length(struct __sk_buff *skb)
{
	skb->len = 1;
	return 0;
}

SEC("tc") __failure __msg("invalid bpf_context access off=76 size=2") __rule("context.field")
int half_of_a_pointer_field(struct __sk_buff *skb)
{
	return *(volatile __u16 *)&skb->data;
}

SEC("tc") __failure __msg("invalid bpf_context access off=8 size=8") __rule("context.field")
int across_two_fields(struct __sk_buff *skb)
{
	return *(volatile __u64 *)&skb->mark;
}

SEC("tc") __failure __msg("invalid bpf_context access off=92 size=4") __rule("context.field")
__description("addresses of the socket are for other program types")
int field_of_another_program_type(struct __sk_buff *skb)
{
	return skb->remote_ip4;
}

SEC("xdp") __failure __msg("invalid bpf_context access off=0 size=4") __rule("context.field")
int write_the_packets_start(struct xdp_md *xdp)
{
	xdp->data = 0;
	return XDP_PASS;
}

SEC("xdp") __failure __msg("invalid bpf_context access off=20 size=4") __rule("context.field")
int outgoing_interface_of_incoming_packet(struct xdp_md *xdp)
{
	return xdp->egress_ifindex;
}

SEC("socket") __failure __msg("invalid bpf_context access off=76 size=4") __rule("context.field")
int packet_pointers_in_a_socket_filter(struct __sk_buff *skb)
{
	return skb->data_end != skb->data;
}

SEC("xdp") __failure __msg("BPF_LD_[ABS|IND] instructions not allowed for this program type")
__rule("packet.load-not-available")
NAKED int old_packet_load_in_xdp(void)
{
	asm volatile("r6 = r1; r0 = *(u8 *)skb[0]; exit" ::);
}

SEC("tc") __failure __msg("at the time of BPF_LD_ABS|IND R6 != pointer to skb")
__rule("packet.load-needs-context")
NAKED int old_packet_load_without_context(void)
{
	asm volatile("r6 = 0; r0 = *(u8 *)skb[0]; exit" ::);
}

__noinline int pulls(struct __sk_buff *skb)
{
	return bpf_skb_pull_data(skb, 0);
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
__description("whatever a global function may do to the packet, it is taken to have done")
int changed_by_a_global_function(struct __sk_buff *skb)
{
	volatile __u8 *data = DATA(skb);

	if ((void *)(data + 4) > END(skb))
		return 0;
	pulls(skb);
	return *data;
}

static struct bpf_sock *look_up(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};

	return bpf_sk_lookup_tcp(skb, &tuple, sizeof tuple, -1, 0);
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=9")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int socket_never_released(struct __sk_buff *skb)
{
	return look_up(skb) != NULL;
}

SEC("tc") __failure
__msg("R1 type=sock_or_null expected=sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_")
__rule("call.argument-type")
int socket_released_unchecked(struct __sk_buff *skb)
{
	bpf_sk_release(look_up(skb));
	return 0;
}

SEC("tc") __failure
__msg("R1 type=scalar expected=sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_")
__rule("call.argument-type")
int socket_released_twice(struct __sk_buff *skb)
{
	struct bpf_sock *sock = look_up(skb);

	if (!sock)
		return 0;
	bpf_sk_release(sock);
	bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced when passed to release function")
__rule("reference.release-of-unowned")
int release_of_the_packets_own_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	if (sock)
		bpf_sk_release(sock);
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int socket_used_after_release(struct __sk_buff *skb)
{
	struct bpf_sock *sock = look_up(skb);

	if (!sock)
		return 0;
	bpf_sk_release(sock);
	return sock->family;
}

SEC("tc") __failure __msg("R1 invalid mem access 'sock_common_or_null'")
__rule("memory.nullable-pointer")
int socket_read_unchecked(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	return sock->family;
}

SEC("tc") __failure __msg("R1 invalid sock_common access off=160 size=4")
__rule("memory.socket-field")
int past_the_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	return sock ? ((volatile __u32 *)sock)[40] : 0;
}

SEC("tc") __failure __msg("R1 cannot write into sock_common") __rule("memory.read-only")
int write_to_a_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	if (sock)
		sock->mark = 1;
	return 0;
}

SEC("tc") __failure __msg("R1 pointer arithmetic on sock_common prohibited")
__rule("pointer.arithmetic-prohibited")
int arithmetic_on_a_socket(struct __sk_buff *skb)
{
	void *sock = skb->sk;

	if (!sock)
		return 0;
	sock += 4;
	opaque(sock);
	return *(__u32 *)sock;
}

LICENSE("GPL");
