/* Rules of spin locks: one program, one rule. */
#include "example.h"

struct guarded {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct padded {
	__u64 count;
	struct bpf_spin_lock lock;
};

struct plain {
	__u64 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct plain);
} unguarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 16);
} untyped SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

private(a) struct bpf_spin_lock lock_a;
private(a) __u64 total_a;
private(b) struct bpf_spin_lock lock_b;
private(b) __u64 total_b;

/* two locks in one section: neither is usable */
private(c) struct bpf_spin_lock first_of_two;
private(c) struct bpf_spin_lock second_of_two;

/* a list of a struct that this object does not define */
private(d) struct bpf_spin_lock lock_d;
private(d) struct bpf_list_head head_d __contains(nowhere, node);

__noinline int global_function(int x)
{
	opaque(x);
	return x + 1;
}

static __noinline void only_lock(void)
{
	bpf_spin_lock(&lock_a);
}

SEC("tc") __failure __msg("bpf_spin_unlock without taking a lock") __rule("lock.not-held-at-unlock")
int unlock_only(struct __sk_buff *skb)
{
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock without taking a lock") __rule("lock.not-held-at-unlock")
int unlock_twice(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock without taking a lock") __rule("lock.not-held-at-unlock")
int lock_on_one_branch(struct __sk_buff *skb)
{
	if (skb->len > 100)
		bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int unlock_another_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int unlock_another_key(struct __sk_buff *skb)
{
	__u32 one = 1, two = 2;
	struct guarded *first = bpf_map_lookup_elem(&guarded, &one);
	struct guarded *second = bpf_map_lookup_elem(&guarded, &two);

	if (!first || !second)
		return 0;
	bpf_spin_lock(&first->lock);
	bpf_spin_unlock(&second->lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
__description("the same key looked up twice is two locks to the verifier")
int unlock_same_key(struct __sk_buff *skb)
{
	__u32 one = 1;
	struct guarded *first = bpf_map_lookup_elem(&guarded, &one);
	struct guarded *second = bpf_map_lookup_elem(&guarded, &one);

	if (!first || !second)
		return 0;
	bpf_spin_lock(&first->lock);
	bpf_spin_unlock(&second->lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int unlock_another_object(struct __sk_buff *skb)
{
	struct padded *first = bpf_obj_new(struct padded), *second;

	if (!first)
		return 0;
	second = bpf_obj_new(struct padded);
	if (!second) {
		bpf_obj_drop(first);
		return 0;
	}
	bpf_spin_lock(&first->lock);
	bpf_spin_unlock(&second->lock);
	bpf_obj_drop(first);
	bpf_obj_drop(second);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int helper_under_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	total_a += bpf_get_prandom_u32();
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int second_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_lock(&lock_b);
	bpf_spin_unlock(&lock_b);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int same_lock_again(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int lookup_under_lock(struct __sk_buff *skb)
{
	__u32 key = 0;

	bpf_spin_lock(&lock_a);
	bpf_map_lookup_elem(&unguarded, &key);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int allocate_under_lock(struct __sk_buff *skb)
{
	struct plain *plain;

	bpf_spin_lock(&lock_a);
	plain = bpf_obj_new(struct plain);
	bpf_spin_unlock(&lock_a);
	if (plain)
		bpf_obj_drop(plain);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int drop_under_lock(struct __sk_buff *skb)
{
	struct plain *plain = bpf_obj_new(struct plain);

	if (!plain)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_obj_drop(plain);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int tail_call_under_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_tail_call(skb, &programs, 0);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("global function calls are not allowed while holding a lock,")
__msg("use static function instead") __rule("lock.global-call-in-section")
int global_call_under_lock(struct __sk_buff *skb)
{
	int result;

	bpf_spin_lock(&lock_a);
	result = global_function(1);
	bpf_spin_unlock(&lock_a);
	return result;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
int no_unlock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	return 0;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
int unlock_on_one_branch(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	if (total_a > 5)
		return 1;
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
int function_leaves_it_locked(struct __sk_buff *skb)
{
	only_lock();
	return 0;
}

SEC("tc") __failure __msg("BPF_LD_[ABS|IND] cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
__description("the old packet loads end the program when the packet is too short")
int packet_load_under_lock(struct __sk_buff *skb)
{
	int byte;

	bpf_spin_lock(&lock_a);
	asm volatile("r6 = %1; r0 = *(u8 *)skb[0]; %0 = r0"
		     : "=r"(byte)
		     : "r"(skb)
		     : "r0", "r1", "r2", "r3", "r4", "r5", "r6");
	bpf_spin_unlock(&lock_a);
	return byte;
}

SEC("tc") __failure __msg("map 'unguarded' has no valid bpf_spin_lock")
__rule("lock.no-lock-in-map")
int map_without_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct plain *value = bpf_map_lookup_elem(&unguarded, &key);

	if (!value)
		return 0;
	bpf_spin_lock((void *)value);
	bpf_spin_unlock((void *)value);
	return 0;
}

SEC("tc") __failure __msg("map '.data.c' has no valid bpf_spin_lock") __rule("lock.no-lock-in-map")
__description("two locks in one section: the map can be made, its locks cannot be used")
int section_with_two_locks(struct __sk_buff *skb)
{
	bpf_spin_lock(&first_of_two);
	bpf_spin_unlock(&first_of_two);
	return second_of_two.val;
}

SEC("tc") __failure __msg("map '.data.d' has no valid bpf_spin_lock") __rule("lock.no-lock-in-map")
__description("one field that cannot be understood spoils the others of its section")
int section_with_unknown_list(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_d);
	bpf_spin_unlock(&lock_d);
	return *(volatile int *)&head_d;
}

SEC("tc") __failure __msg("local 'kptr' has no valid bpf_spin_lock")
__rule("lock.no-lock-in-object")
int object_without_lock(struct __sk_buff *skb)
{
	struct plain *plain = bpf_obj_new(struct plain);

	if (!plain)
		return 0;
	bpf_spin_lock((void *)plain);
	bpf_spin_unlock((void *)plain);
	bpf_obj_drop(plain);
	return 0;
}

SEC("tc") __failure __msg("map 'untyped' has to have BTF in order to use bpf_spin_lock")
__rule("lock.map-without-types")
int map_without_types(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	void *value = bpf_map_lookup_elem(&untyped, &key);

	if (!value)
		return 0;
	bpf_spin_lock(value);
	bpf_spin_unlock(value);
	return 0;
}

SEC("tc") __failure __msg("off 4 doesn't point to 'struct bpf_spin_lock' that is at 0")
__rule("lock.wrong-offset")
int not_the_lock_in_a_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct guarded *value = bpf_map_lookup_elem(&guarded, &key);

	if (!value)
		return 0;
	bpf_spin_lock((void *)&value->count);
	bpf_spin_unlock((void *)&value->count);
	return 0;
}

SEC("tc") __failure __msg("off 0 doesn't point to 'struct bpf_spin_lock' that is at 8")
__rule("lock.wrong-offset")
int not_the_lock_in_an_object(struct __sk_buff *skb)
{
	struct padded *object = bpf_obj_new(struct padded);

	if (!object)
		return 0;
	bpf_spin_lock((void *)&object->count);
	bpf_spin_unlock((void *)&object->count);
	bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure
__msg("R1 doesn't have constant offset. bpf_spin_lock has to be at the constant offset")
__rule("lock.offset-not-constant")
int variable_offset(struct __sk_buff *skb)
{
	__u64 offset = skb->len & 4;
	__u32 key = 0;
	void *value = bpf_map_lookup_elem(&guarded, &key);

	if (!value)
		return 0;
	bpf_spin_lock(value + offset);
	bpf_spin_unlock(value + offset);
	return 0;
}

SEC("tc") __failure __msg("R1 type=fp expected=map_value, ptr_") __rule("call.argument-type")
int lock_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_spin_lock lock = {};

	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("R1 type=map_value_or_null expected=map_value, ptr_")
__rule("call.argument-type")
int nullable_map_value(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct guarded *value = bpf_map_lookup_elem(&guarded, &key);

	bpf_spin_lock(&value->lock);
	bpf_spin_unlock(&value->lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock cannot be accessed directly by load/store")
__rule("field.access-in-map-value")
int write_lock_in_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct guarded *value = bpf_map_lookup_elem(&guarded, &key);

	if (value)
		value->lock.val = 1;
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock cannot be accessed directly by load/store")
__rule("field.access-in-map-value")
int read_lock_in_section(struct __sk_buff *skb)
{
	return *(volatile __u32 *)&lock_a;
}

SEC("tc") __failure __msg("direct access to bpf_spin_lock is disallowed")
__rule("field.access-in-object")
int write_lock_in_object(struct __sk_buff *skb)
{
	struct padded *object = bpf_obj_new(struct padded);

	if (!object)
		return 0;
	object->lock.val = 1;
	bpf_obj_drop(object);
	return 0;
}

SEC("kprobe") __failure __msg("tracing progs cannot use bpf_spin_lock yet")
__rule("lock.tracing-program")
int in_a_probe(void *registers)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("socket") __failure __msg("socket filter progs cannot use bpf_spin_lock yet")
__rule("lock.socket-filter-program")
int in_a_socket_filter(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

LICENSE("GPL");
