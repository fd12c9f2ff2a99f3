/*
 * What generated programs of the proposal borrow: maps, types and functions. The instructions of the
 * programs are replaced; each names whatever shall be there.
 */
#include "proposal_example.h"

/* many owners, nodes that know theirs */
struct shared {
	__u64 number;
	struct bpf_list_node n1;
	struct bpf_list_node n2;
	struct bpf_owner o1 __owner_of(n1);
	struct bpf_owner o2 __owner_of(n2);
	struct bpf_refcount ref;
};

/* one owner */
struct item {
	__u64 number;
	struct bpf_list_node n1;
	struct bpf_list_node n2;
};

struct kept {
	struct shared __kptr *shared;
	struct item __kptr *item;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct kept);
} stash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64[8]);
} array SEC(".maps");

private(list) struct bpf_spin_lock lock;
private(list) struct bpf_list_head s1 __value(struct, shared, n1);
private(list) struct bpf_list_head s2 __value(struct, shared, n1);
private(list) struct bpf_list_head s3 __value(struct, shared, n2);
private(list) struct bpf_list_head i1 __value(struct, item, n1);
private(list) struct bpf_list_head i2 __value(struct, item, n1);
private(list) struct bpf_list_head i3 __value(struct, item, n2);

static __always_inline int everything(void)
{
	__u32 key = 0;
	struct kept *kept = bpf_map_lookup_elem(&stash, &key);
	__u64 *value = bpf_map_lookup_elem(&array, &key);
	struct shared *o;
	struct item *i;

	if (!kept)
		return 0;
	o = new(struct shared);
	i = new(struct item);
	if (!o || !i)
		return 0;
	bpf_list_node_init(&o->n1);
	bpf_owner_init(&o->o1);
	bpf_refcount_set(&o->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &s1);
	bpf_list_add_tail(&o->n1, &s1);
	bpf_list_remove(&o->n1, &s1);
	bpf_list_pop_front(&s1);
	bpf_list_pop_back(&s1);
	bpf_list_first(&s1);
	bpf_list_last(&s1);
	if (bpf_list_owns_node(&o->n1, &s1))
		bpf_refcount_inc(&o->ref, 1);
	bpf_spin_unlock(&lock);
	o = bpf_kptr_xchg(&kept->shared, o);
	i = bpf_kptr_xchg(&kept->item, i);
	if (bpf_refcount_single(o) || bpf_refcount_put(o) || bpf_refcount_sub(o, 2))
		bpf_kptr_free(o);
	bpf_list_node_fini(&o->n1);
	bpf_kptr_free(i);
	if (!bpf_list_claim_node(&o->n1))
		bpf_list_unclaim_node(&o->n1);
	o = bpf_refcount_acquire(o);
	return value ? *value : 0;
}

SEC("tc")
int classifier(struct __sk_buff *skb)
{
	return everything();
}

LICENSE("GPL");
