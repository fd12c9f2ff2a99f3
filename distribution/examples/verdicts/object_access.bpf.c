/* Loads and stores of allocated objects: what kernel 6.18 says. */
#include "example.h"

struct plain {
	long a, b;
};

struct holed {
	long key;
	struct bpf_list_node link;
	int count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, long);
} numbers SEC(".maps");

SEC("tc") __failure __msg("access beyond struct plain at off 16 size 8")
__rule("memory.object-bounds")
int past_the_end(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	long r = ((volatile long *)p)[2];
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __failure __msg("R0 is ptr_plain invalid negative access: off=-8")
__rule("memory.object-negative-offset")
int before_the_start(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	long r = *(volatile long *)((void *)p - 8);
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __failure __msg("R2 is ptr_plain invalid variable offset: off=0, var_off=(0x0; 0x7)")
__rule("memory.object-variable-offset")
int variable_offset(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	long r = ((volatile char *)p)[skb->len & 7];
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __failure
__msg("access beyond the end of member a (mend:8) in struct plain with off 6 size 4")
__rule("memory.object-member-bounds")
int across_members(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	int r = *(volatile int *)((char *)p + 6);
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __failure __msg("struct holed doesn't have field at offset 36")
__rule("memory.object-hole")
int hole(struct __sk_buff *skb)
{
	struct holed *p = bpf_obj_new(struct holed);
	if (!p)
		return 0;
	int r = *(volatile int *)((void *)&p->count + 4);
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __success __retval(0)
int one_byte(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	p->a = 0;
	int r = *(volatile char *)((char *)p + 3);
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __failure
__msg("R1 type=ptr_ expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int helper_memory(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	bpf_get_current_comm(p, 16);
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __failure
__msg("R3 type=ptr_ expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int map_update(struct __sk_buff *skb)
{
	int k = 0;
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	bpf_map_update_elem(&numbers, &k, p, 0);
	bpf_obj_drop(p);
	return 0;
}

LICENSE("GPL");
