/* Rules of ring buffers: one program, one rule. */
#include "example.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} user_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

SEC("tc") __failure __msg("cannot pass map_type 2 into func bpf_ringbuf_output#130")
__rule("map.function-not-for-type")
int output_into_an_array(struct __sk_buff *skb)
{
	__u64 n = 0;
	return bpf_ringbuf_output(&numbers, &n, 8, 0);
}

SEC("tc") __failure __msg("cannot pass map_type 31 into func bpf_ringbuf_output#130")
__rule("map.function-not-for-type")
int output_into_a_ring_of_user_space(struct __sk_buff *skb)
{
	__u64 n = 0;
	return bpf_ringbuf_output(&user_ring, &n, 8, 0);
}

SEC("tc") __failure __msg("cannot pass map_type 2 into func bpf_ringbuf_query#134")
__rule("map.function-not-for-type")
int query_of_an_array(struct __sk_buff *skb)
{
	return bpf_ringbuf_query(&numbers, 0);
}

SEC("tc") __failure __msg("invalid zero-sized read") __rule("call.empty-argument")
__description("a ring has no keys")
int lookup_in_a_ring(struct __sk_buff *skb)
{
	__u64 n = 0;
	return bpf_map_lookup_elem(&ring, &n) != NULL;
}

SEC("tc") __failure __msg("helper access to the packet is not allowed")
__rule("call.packet-argument")
int packet_as_a_record(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	if (data + 8 > end)
		return 0;
	return bpf_ringbuf_output(&ring, data, 8, 0);
}

SEC("tc") __failure
__msg("R2 type=ctx expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int context_as_a_record(struct __sk_buff *skb)
{
	return bpf_ringbuf_output(&ring, skb, 8, 0);
}

SEC("tc") __failure
__msg("R2 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int null_as_a_record(struct __sk_buff *skb)
{
	return bpf_ringbuf_output(&ring, NULL, 0, 0);
}

SEC("tc") __failure __msg("R3 unbounded memory access, use 'var &= const' or 'if (var < const)'")
__rule("call.unbounded-size")
int record_of_any_size(struct __sk_buff *skb)
{
	__u64 n = 0;
	return bpf_ringbuf_output(&ring, &n, skb->len, 0);
}

SEC("tc") __failure __msg("cannot pass map_type 31 into func bpf_ringbuf_reserve#131")
__rule("map.function-not-for-type")
int reserve_in_a_ring_of_user_space(struct __sk_buff *skb)
{
	void *r = bpf_ringbuf_reserve(&user_ring, 8, 0);
	if (r)
		bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("R2 type=ctx expected=scalar") __rule("call.argument-type")
int size_is_a_pointer(struct __sk_buff *skb)
{
	void *r = bpf_ringbuf_reserve(&ring, (__u64)skb, 0);
	if (r)
		bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
__rule("reference.release-at-offset")
int submit_from_the_middle(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r)
		bpf_ringbuf_submit(r + 4, 0);
	return 0;
}

SEC("tc") __failure
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
__rule("reference.release-at-offset")
int submit_from_before(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r)
		bpf_ringbuf_submit(r - 4, 0);
	return 0;
}

SEC("tc") __failure __msg("variable ringbuf_mem access var_off=(0x0; 0x7) disallowed")
__rule("pointer.variable-offset")
int submit_from_somewhere(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r)
		bpf_ringbuf_submit(r + (skb->len & 7), 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=fp expected=ringbuf_mem") __rule("call.argument-type")
int submit_of_a_variable(struct __sk_buff *skb)
{
	__u64 n = 0;
	bpf_ringbuf_submit(&n, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=map_value expected=ringbuf_mem") __rule("call.argument-type")
int submit_of_a_value(struct __sk_buff *skb)
{
	__u32 n = 0;
	__u64 *v = bpf_map_lookup_elem(&numbers, &n);
	if (v)
		bpf_ringbuf_submit(v, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=scalar expected=ringbuf_mem") __rule("call.argument-type")
int submit_of_nothing(struct __sk_buff *skb)
{
	bpf_ringbuf_submit(NULL, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=scalar expected=ringbuf_mem") __rule("call.argument-type")
int submitted_and_discarded(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		bpf_ringbuf_submit(r, 0);
		bpf_ringbuf_discard(r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int written_after_discard(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		bpf_ringbuf_discard((void *)r, 0);
		r[1] = 5;
	}
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'ringbuf_mem_or_null'")
__rule("memory.nullable-pointer")
int written_unchecked(struct __sk_buff *skb)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	*r = 1;
	if (r)
		bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure
__msg("R0 pointer arithmetic on ringbuf_mem_or_null prohibited, null-check it first")
__rule("pointer.arithmetic-on-nullable")
int moved_unchecked(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	asm volatile("%0 += 1" : "+r"(r));
	if (r)
		bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=-1 size=1")
__msg("R0 min value is outside of the allowed memory range")
__rule("memory.bounds")
int written_before_the_start(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		r[-1] = 1;
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=15 size=1")
__msg("R2 max value is outside of the allowed memory range")
__rule("memory.bounds")
int written_somewhere_past_the_end(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		r[skb->len & 15] = 1;
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("R2 unbounded memory access, make sure to bounds check any such access")
__rule("memory.unbounded")
int written_anywhere(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		r[skb->len] = 1;
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=0 off=0 size=1")
__msg("R0 min value is outside of the allowed memory range")
__rule("memory.bounds")
int record_without_bytes(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 0, 0);
	if (r) {
		r[0] = 1;
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=4 size=8")
__msg("R3 min value is outside of the allowed memory range")
__rule("memory.bounds")
int helper_writes_past_the_end(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r) {
		bpf_skb_load_bytes(skb, 0, r + 4, 8);
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=100 size=1")
__msg("R0 min value is outside of the allowed memory range")
__rule("memory.bounds") __description("32 bits of a size count")
int size_that_does_not_fit(struct __sk_buff *skb)
{
	volatile __u8 *r = bpf_ringbuf_reserve(&ring, 0x100000008ull, 0);
	if (r) {
		r[100] = 1;
		bpf_ringbuf_submit((void *)r, 0);
	}
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int left_on_one_path(struct __sk_buff *skb)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (!r)
		return 0;
	if (skb->len > 100)
		return 1;
	bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("Unreleased reference id=4 alloc_insn=10")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int two_left(struct __sk_buff *skb)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	__u64 *s = bpf_ringbuf_reserve(&ring, 8, 0);
	if (r && s)
		return 0;
	if (r)
		bpf_ringbuf_submit(r, 0);
	return 1;
}

static long each(__u32 i, void *ctx)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	return r != NULL;
}

static long (*const bpf_loop_)(__u32 n, void *f, void *ctx, __u64 flags) = (void *)181;

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int left_in_a_callback(struct __sk_buff *skb)
{
	return bpf_loop_(5, each, NULL, 0);
}

static long end(__u32 i, void *ctx)
{
	void **p = ctx;
	bpf_ringbuf_submit(*p, 0);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak") __description("which may run any number of times")
int submitted_by_a_callback(struct __sk_buff *skb)
{
	void *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (!r)
		return 0;
	bpf_loop_(5, end, &r, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=scalar expected=ringbuf_mem")
__rule("call.argument-type") __description("half of the pointer was overwritten")
int lost_on_the_stack(struct __sk_buff *skb)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	__u64 slot;
	if (!r)
		return 0;
	asm volatile("*(u64 *)(%1 + 0) = %0; *(u32 *)(%1 + 0) = 0;" :: "r"(r), "r"(&slot) : "memory");
	r = (void *)*(volatile __u64 *)&slot;
	bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=scalar expected=ringbuf_mem")
__rule("call.argument-type") __description("what is loaded from there is a number")
int stored_in_a_map(struct __sk_buff *skb)
{
	__u32 n = 0;
	__u64 *v = bpf_map_lookup_elem(&numbers, &n);
	void *r = bpf_ringbuf_reserve(&ring, 8, 0);
	if (!r)
		return 0;
	if (v)
		*v = (__u64)r;
	if (v)
		bpf_ringbuf_submit((void *)*(volatile __u64 *)v, 0);
	else
		bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=2 off=0 size=4")
__msg("R2 min value is outside of the allowed memory range")
__rule("memory.bounds")
int key_in_a_record_too_small(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 2, 0);
	if (!r)
		return 0;
	__u64 *v = bpf_map_lookup_elem(&numbers, r);
	bpf_ringbuf_submit(r, 0);
	return v != NULL;
}

SEC("tc") __failure
__msg("R2 type=ringbuf_mem_or_null expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int key_in_a_record_unchecked(struct __sk_buff *skb)
{
	__u8 *r = bpf_ringbuf_reserve(&ring, 8, 0);
	__u64 *v = bpf_map_lookup_elem(&numbers, r);
	if (r)
		bpf_ringbuf_submit(r, 0);
	return v != NULL;
}

