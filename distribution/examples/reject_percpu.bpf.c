/* Rules of objects that every CPU has a copy of: one program, one rule. */
#include "example.h"

struct counts {
	__u64 packets;
	__u64 bytes;
};

struct large {
	__u8 bytes[800];
};

struct empty {
};

struct linked {
	__u64 key;
	struct counts *next;
};

struct table {
	struct counts rows[2];
};

struct locked {
	__u64 key;
	struct bpf_spin_lock lock;
};

struct source {
	__u64 address;
	struct counts __percpu_kptr *counts;
	struct counts __kptr *plain;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct source);
} sources SEC(".maps");

static __always_inline struct source *source(__u32 key)
{
	return bpf_map_lookup_elem(&sources, &key);
}

#define NEW_AND_DROP(type)                             \
	do {                                           \
		void *new = bpf_percpu_obj_new(type);  \
		if (new)                               \
			bpf_percpu_obj_drop(new);      \
	} while (0)

SEC("tc") __failure __msg("bpf_percpu_obj_new type size (800) is greater than 512")
__rule("allocator.percpu-too-large")
int too_large(struct __sk_buff *skb)
{
	NEW_AND_DROP(struct large);
	return 0;
}

SEC("tc") __failure __rule("allocator.percpu-empty")
int nothing_at_all(struct __sk_buff *skb)
{
	NEW_AND_DROP(struct empty);
	return 0;
}

SEC("tc") __failure __msg("bpf_percpu_obj_new type ID argument must be of a struct of scalars")
__rule("allocator.percpu-not-numbers")
int with_a_pointer(struct __sk_buff *skb)
{
	NEW_AND_DROP(struct linked);
	return 0;
}

SEC("tc") __failure __msg("bpf_percpu_obj_new type ID argument must be of a struct of scalars")
__rule("allocator.percpu-not-numbers")
int with_an_array_of_structs(struct __sk_buff *skb)
{
	NEW_AND_DROP(struct table);
	return 0;
}

SEC("tc") __failure __msg("bpf_percpu_obj_new type ID argument must not contain special fields")
__rule("allocator.percpu-special-fields")
int with_a_lock(struct __sk_buff *skb)
{
	NEW_AND_DROP(struct locked);
	return 0;
}

SEC("tc") __failure __msg("R0 is ptr_counts access percpu memory: off=0") __rule("memory.elsewhere")
int used_without_asking_where(struct __sk_buff *skb)
{
	struct counts *counts = bpf_percpu_obj_new(struct counts);

	if (!counts)
		return 0;
	counts->packets = 1;
	bpf_percpu_obj_drop(counts);
	return 0;
}

SEC("tc") __failure
__msg("R1 type=percpu_ptr_ expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_")
__rule("allocator.not-percpu") __description("what is owned is reached once it is in a field")
int asked_before_stashing(struct __sk_buff *skb)
{
	struct counts *counts = bpf_percpu_obj_new(struct counts), *mine;

	if (!counts)
		return 0;
	mine = bpf_this_cpu_ptr(counts);
	mine->packets = 1;
	bpf_percpu_obj_drop(counts);
	return 0;
}

SEC("tc") __failure
__msg("R1 type=ptr_ expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_")
__rule("allocator.not-percpu") __description("an object that is there once has no copies")
int asked_for_a_copy_of_one(struct __sk_buff *skb)
{
	struct counts *counts = bpf_obj_new(struct counts), *other;
	int packets = 0;

	if (!counts)
		return 0;
	other = bpf_per_cpu_ptr(counts, 15);
	if (other)
		packets = other->packets;
	bpf_obj_drop(counts);
	return packets;
}

SEC("tc") __failure __msg("arg#0 expected for bpf_percpu_obj_drop_impl()")
__rule("allocator.percpu-to-drop")
int dropped_as_one(struct __sk_buff *skb)
{
	struct counts *counts = bpf_percpu_obj_new(struct counts);

	if (counts)
		bpf_obj_drop(counts);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected for bpf_obj_drop_impl()")
__rule("allocator.plain-to-percpu-drop")
int one_dropped_as_many(struct __sk_buff *skb)
{
	struct counts *counts = bpf_obj_new(struct counts);

	if (counts)
		bpf_percpu_obj_drop(counts);
	return 0;
}

SEC("tc") __failure __msg("invalid kptr access, R2 type=percpu_ptr_ expected=ptr_counts")
__rule("kptr.per-cpu")
int into_a_plain_field(struct __sk_buff *skb)
{
	struct source *from = source(0);
	struct counts *counts;

	if (!from)
		return 0;
	counts = bpf_percpu_obj_new(struct counts);
	if (!counts)
		return 0;
	counts = bpf_kptr_xchg(&from->plain, counts);
	if (counts)
		bpf_obj_drop(counts);
	return 0;
}

SEC("tc") __failure
__msg("R2 type=percpu_rcu_ptr_ expected=ptr_, trusted_ptr_, rcu_ptr_") __rule("kptr.wrong-source")
__description("the field owns it, whoever may still look at it")
int stashed_twice(struct __sk_buff *skb)
{
	struct source *from = source(0), *also = source(1);
	struct counts *counts, *before;

	if (!from || !also)
		return 0;
	counts = bpf_percpu_obj_new(struct counts);
	if (!counts)
		return 0;
	before = bpf_kptr_xchg(&from->counts, counts);
	if (before)
		bpf_percpu_obj_drop(before);
	before = bpf_kptr_xchg(&also->counts, counts);
	if (before)
		bpf_percpu_obj_drop(before);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted")
__rule("reference.untrusted-argument")
int dropped_after_stashing(struct __sk_buff *skb)
{
	struct source *from = source(0);
	struct counts *counts, *before;

	if (!from)
		return 0;
	counts = bpf_percpu_obj_new(struct counts);
	if (!counts)
		return 0;
	before = bpf_kptr_xchg(&from->counts, counts);
	if (before)
		bpf_percpu_obj_drop(before);
	bpf_percpu_obj_drop(counts);
	return 0;
}

/* 6.18 lets it through: it takes the copy of a CPU that is not there for a copy */
SEC("tc") __failure __msg("R0 invalid mem access 'rcu_ptr_or_null_'")
__rule("memory.nullable-pointer")
int copy_of_a_missing_cpu(struct __sk_buff *skb)
{
	struct source *from = source(0);
	struct counts *counts = from ? from->counts : NULL;

	if (!counts)
		return 0;
	counts = bpf_per_cpu_ptr(counts, 100000);
	return counts->packets;
}

LICENSE("GPL");
