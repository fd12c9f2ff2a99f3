/* Rules of shared objects: one program, one rule. */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"
#include "rcu.h"
#include "kptr.h"

struct shared {
	__u64 key;
	struct bpf_list_node on_list;
	struct bpf_rb_node in_tree;
	struct bpf_refcount owners;
};

struct single {
	__u64 key;
	struct bpf_list_node on_list;
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(shared, on_list);
private(a) struct bpf_rb_root root __contains(shared, in_tree);
private(b) struct bpf_spin_lock lock_b;
private(b) struct bpf_list_head singles __contains(single, on_list);

struct counted {
	__u64 key;
	struct bpf_refcount owners;
};

struct place {
	struct counted __kptr *stored;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

static bool is_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct shared, in_tree)->key <
	       container_of(b, struct shared, in_tree)->key;
}

SEC("tc") __failure __msg("arg#0 doesn't point to a type with bpf_refcount field")
__rule("refcount.not-counted")
int share_what_counts_no_owners(struct __sk_buff *skb)
{
	struct single *single = bpf_obj_new(struct single), *second;

	if (!single)
		return 0;
	second = bpf_refcount_acquire(single);
	bpf_obj_drop(single);
	bpf_obj_drop(second);
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ptr_ ptr R1 off=8 disallowed")
__rule("refcount.shifted-pointer")
int share_by_a_shifted_pointer(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	if (!shared)
		return 0;
	second = bpf_refcount_acquire_impl(&shared->on_list, NULL);
	second->key = 1;
	bpf_obj_drop(second);
	bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("arg#0 is neither owning or non-owning ref")
__rule("refcount.not-an-object")
int share_after_drop(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_obj_drop(shared);
	shared = bpf_refcount_acquire(shared);
	bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("arg#0 is neither owning or non-owning ref")
__rule("refcount.not-an-object")
int share_after_unlock(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &shared->on_list);
	bpf_spin_unlock(&lock);
	shared = bpf_refcount_acquire(shared);
	if (shared)
		bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("Possibly NULL pointer passed to trusted arg0")
__rule("call.nullable-argument")
int share_unchecked(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	second = bpf_refcount_acquire(shared);
	bpf_obj_drop(second);
	if (shared)
		bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("Possibly NULL pointer passed to trusted arg0")
__rule("call.nullable-argument")
int reference_to_borrowed_unchecked(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct shared *shared = NULL;

	bpf_spin_lock(&lock);
	node = bpf_list_front(&head);
	if (!node) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	shared = bpf_refcount_acquire(container_of(node, struct shared, on_list));
	bpf_spin_unlock(&lock);
	bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int second_reference_lost(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_refcount_acquire(shared);
	bpf_obj_drop(shared);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int dropped_for_both(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	if (!shared)
		return 0;
	second = bpf_refcount_acquire(shared);
	bpf_obj_drop(shared);
	bpf_obj_drop(shared);
	bpf_obj_drop(second);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int both_collections_by_one_reference(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &shared->on_list);
	bpf_rbtree_add(&root, &shared->in_tree, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("direct access to bpf_refcount is disallowed")
__rule("field.access-in-object")
int count_by_hand(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	*(volatile __u32 *)&shared->owners = 7;
	bpf_obj_drop(shared);
	return 0;
}

SEC("syscall") __failure __msg("arg#0 is neither owning or non-owning ref")
__rule("refcount.untrusted-pointer")
int share_what_may_be_gone(void *ctx)
{
	struct counted *counted = bpf_obj_new(struct counted), *seen;
	struct place *place;
	__u32 key = 0;

	if (!counted)
		return 0;
	place = bpf_map_lookup_elem(&places, &key);
	if (!place) {
		bpf_obj_drop(counted);
		return 0;
	}
	counted = bpf_kptr_xchg(&place->stored, counted);
	if (counted)
		bpf_obj_drop(counted);
	bpf_rcu_read_lock();
	seen = place->stored;
	bpf_rcu_read_unlock();
	counted = bpf_kptr_xchg(&place->stored, NULL);
	if (counted)
		bpf_obj_drop(counted);
	if (!seen)
		return 0;
	counted = bpf_refcount_acquire(seen);
	if (counted)
		bpf_obj_drop(counted);
	return 0;
}

SEC("syscall") __failure __msg("arg#0 is neither owning or non-owning ref")
__rule("refcount.not-an-object") __description("nothing ever kept it")
int share_what_was_seen_from_outside(void *ctx)
{
	struct counted *counted, *seen;
	struct place *place;
	__u32 key = 0;

	place = bpf_map_lookup_elem(&places, &key);
	if (!place)
		return 0;
	seen = place->stored;
	if (!seen)
		return 0;
	counted = bpf_refcount_acquire(seen);
	if (counted)
		bpf_obj_drop(counted);
	return 0;
}

/* Linux 6.18 accepts it: see holes.bpf.c */
SEC("tc") __failure __msg("R0 invalid mem access 'ptr_or_null_'")
__rule("memory.nullable-pointer")
int reference_to_stored_unchecked(struct __sk_buff *skb)
{
	struct counted *seen, *second;
	struct place *place;
	__u32 key = 0;

	place = bpf_map_lookup_elem(&places, &key);
	if (!place)
		return 0;
	seen = place->stored;
	if (!seen)
		return 0;
	second = bpf_refcount_acquire(seen);
	second->key = 1;
	bpf_obj_drop(second);
	return 0;
}

LICENSE("GPL");
