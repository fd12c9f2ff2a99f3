/* Map values and NULL: what kernel 6.18 says. */
#include "example.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, long);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, long);
} array SEC(".maps");

SEC("tc") __success __retval(0)
int array_at_constant_key(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&array, &k);
	*v = 1;
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
int array_at_constant_key_too_large(struct __sk_buff *skb)
{
	int k = 5;
	long *v = bpf_map_lookup_elem(&array, &k);
	*v = 1;
	return 0;
}

SEC("tc") __success __retval(0)
int check_of_a_copy(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);
	long *w = v;
	opaque(w);
	if (!v)
		return 0;
	*w = 1;
	return 0;
}

SEC("tc") __success __retval(0)
int check_of_a_spilled_copy(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);
	long *volatile w = v;
	if (!v)
		return 0;
	*w = 1;
	return 0;
}

SEC("tc") __failure
__msg("R0 pointer arithmetic on map_value_or_null prohibited, null-check it first")
__rule("pointer.arithmetic-on-nullable")
int arithmetic_before_check(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);
	v += 1;
	opaque(v);
	if (!v)
		return 0;
	return *v;
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
int unchecked(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);
	return *v;
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
int mixed_pointers(struct __sk_buff *skb)
{
	void *p;
	if (skb->len > 4) {
		p = skb;
	} else {
		int k = 0;
		p = bpf_map_lookup_elem(&numbers, &k);
		if (!p)
			return 0;
	}
	opaque(p);
	return *(volatile int *)p;
}

SEC("tc") __success __retval(0)
__description("equal to a pointer that is not NULL, so not NULL itself")
int equal_to_a_checked_one(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);
	long *w = bpf_map_lookup_elem(&numbers, &k);

	if (!v)
		return 0;
	opaque(w);
	if (v == w)
		return *w;
	return 0;
}

SEC("tc") __success __retval(0)
__description("a pointer that is known is compared with NULL again: the dead branch is not followed")
int checked_twice(struct __sk_buff *skb)
{
	int k = 0;
	long *v = bpf_map_lookup_elem(&numbers, &k);

	if (!v)
		return 0;
	opaque(v);
	if (!v)
		asm volatile("r9 = 0; r9 = *(u64 *)(r9 + 0)" ::: "r9");
	return *v;
}

/* The map itself: described by a struct of the kernel's, which can be read. */

SEC("socket") __success
int read_the_map_itself(struct __sk_buff *skb)
{
	return *(volatile __u32 *)&array ? 1 : 0;
}

SEC("socket") __failure __msg("R1 is bpf_array invalid negative access: off=-4")
__rule("memory.object-negative-offset")
int read_before_the_map(struct __sk_buff *skb)
{
	__u32 word;

	asm volatile("%[word] = *(u32 *)(%[map] - 4)" : [word] "=r"(word) : [map] "r"(&array));
	return word;
}

SEC("socket") __failure __msg("access beyond struct bpf_array at off 30000 size 4")
__rule("memory.object-bounds")
int read_past_the_map(struct __sk_buff *skb)
{
	return *(volatile __u32 *)((char *)&array + 30000);
}

LICENSE("GPL");
