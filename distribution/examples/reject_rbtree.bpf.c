/* Rules of trees: one program, one rule. */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"

struct item {
	__u64 key;
	struct bpf_rb_node node;
	struct bpf_rb_node other_node;
};

struct stranger {
	struct bpf_rb_node node;
	__u64 key;
};

/* a tree that can be in a tree itself */
struct shelf {
	struct bpf_rb_node node;
	struct bpf_spin_lock lock;
	struct bpf_rb_root items __contains(item, node);
};

struct shared {
	__u64 key;
	struct bpf_rb_node node;
	struct bpf_refcount owners;
};

struct bucket {
	struct bpf_spin_lock lock;
	__u32 count;
	struct bpf_rb_root items __contains(item, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bucket);
} buckets SEC(".maps");

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_rb_root root __contains(item, node);
private(a) struct bpf_rb_root second_root __contains(item, node);
private(b) struct bpf_spin_lock lock_b;
private(b) struct bpf_rb_root strangers __contains(stranger, node);
private(c) struct bpf_spin_lock lock_c;
private(c) struct bpf_rb_root shelves __contains(shelf, node);
private(d) struct bpf_spin_lock lock_d;
private(d) struct bpf_rb_root shared_root __contains(shared, node);

static bool is_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct item, node)->key < container_of(b, struct item, node)->key;
}

static bool no_order(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return false;
}

static __noinline int insert(__u64 key)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return -ENOMEM;
	item->key = key;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

/* Locks. */

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_rb_root")
__rule("rbtree.lock-not-held")
int add_without_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_rbtree_add(&root, &item->node, is_less);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_rb_root")
__rule("rbtree.lock-not-held")
int first_without_lock(struct __sk_buff *skb)
{
	return bpf_rbtree_first(&root) != NULL;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=0 must be held for bpf_rb_root")
__rule("rbtree.lock-not-held")
int root_in_map_value_without_lock(struct __sk_buff *skb)
{
	struct bucket *bucket;
	__u32 key = 0;

	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (!bucket)
		return 0;
	return bpf_rbtree_root(&bucket->items) != NULL;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_rb_root")
__rule("rbtree.lock-not-held")
int remove_after_unlock(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&root);
	bpf_spin_unlock(&lock);
	if (!node)
		return 0;
	node = bpf_rbtree_remove(&root, node);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=16 must be held for bpf_rb_root") __rule("rbtree.other-lock-held")
int add_under_another_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock_b);
	bpf_rbtree_add(&root, &item->node, is_less);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=0 must be held for bpf_rb_root") __rule("rbtree.other-lock-held")
int first_under_the_lock_of_another_key(struct __sk_buff *skb)
{
	__u32 one = 1, two = 2;
	struct bucket *first = bpf_map_lookup_elem(&buckets, &one);
	struct bucket *second = bpf_map_lookup_elem(&buckets, &two);
	int any;

	if (!first || !second)
		return 0;
	bpf_spin_lock(&first->lock);
	any = bpf_rbtree_first(&second->items) != NULL;
	bpf_spin_unlock(&first->lock);
	return any;
}

/* Roots. */

SEC("tc") __failure __msg("arg#0 expected pointer to map value or allocated object")
__rule("rbtree.expects-root")
int root_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_rb_root on_stack = { { skb->len } };

	return bpf_rbtree_first(&on_stack) != NULL;
}

SEC("tc") __failure __msg("arg#0 expected pointer to map value or allocated object")
__rule("rbtree.expects-root")
int root_of_a_borrowed_object(struct __sk_buff *skb)
{
	struct shelf *shelf = bpf_obj_new(struct shelf);
	struct bpf_rb_node *node;
	int any = 0;

	if (!shelf)
		return 0;
	bpf_spin_lock(&lock_c);
	bpf_rbtree_add(&shelves, &shelf->node, no_order);
	node = bpf_rbtree_first(&shelves);
	if (node)
		any = bpf_rbtree_first(&container_of(node, struct shelf, node)->items) != NULL;
	bpf_spin_unlock(&lock_c);
	return any;
}

SEC("tc") __failure __msg("bpf_rb_root not found at offset=0") __rule("rbtree.root-not-found")
int lock_taken_for_a_root(struct __sk_buff *skb)
{
	struct bucket *bucket;
	__u32 key = 0;
	int any;

	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (!bucket)
		return 0;
	bpf_spin_lock(&bucket->lock);
	any = bpf_rbtree_first((void *)bucket) != NULL;
	bpf_spin_unlock(&bucket->lock);
	return any;
}

SEC("tc") __failure
__msg("R1 doesn't have constant offset. bpf_rb_root has to be at the constant offset")
__rule("rbtree.root-offset-not-constant")
int root_at_an_unknown_place(struct __sk_buff *skb)
{
	struct bucket *bucket;
	__u32 key = 0;
	int any;

	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (!bucket)
		return 0;
	bpf_spin_lock(&bucket->lock);
	any = bpf_rbtree_first((void *)bucket + (skb->len & 8)) != NULL;
	bpf_spin_unlock(&bucket->lock);
	return any;
}

/* Nodes to add. */

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int add_twice(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, is_less);
	bpf_rbtree_add(&second_root, &item->node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int add_what_is_borrowed(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&root);
	if (node)
		bpf_rbtree_add(&second_root, node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ptr_or_null_ ptr R2 off=8 disallowed")
__rule("pointer.modified")
int add_unchecked(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&root);
	if (!node)
		goto unlock;
	node = bpf_rbtree_remove(&root, node);
	bpf_rbtree_add(&second_root, node, is_less);
unlock:
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_rb_node not found at offset=0") __rule("rbtree.node-not-found")
int not_a_node(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, (void *)item, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure
__msg("operation on bpf_rb_root expects arg#1 bpf_rb_node at offset=8 in struct item, but arg is at offset=0 in struct stranger")
__rule("rbtree.wrong-node-type")
int add_a_stranger(struct __sk_buff *skb)
{
	struct stranger *stranger = bpf_obj_new(struct stranger);

	if (!stranger)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &stranger->node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 offset=40, but expected bpf_rb_node at offset=8 in struct item")
__rule("rbtree.wrong-node-member")
int another_node_of_the_type(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->other_node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

/* Nodes to remove, and to step from. */

SEC("tc") __failure
__msg("bpf_rbtree_remove can only take non-owning or refcounted bpf_rb_node pointer")
__rule("rbtree.not-a-reference")
int remove_what_ended_with_another_unlock(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	if (insert(1))
		return 0;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&root);
	bpf_spin_unlock(&lock);
	if (!node)
		return 0;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_remove(&root, node);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure
__msg("bpf_rbtree_left can only take non-owning or refcounted bpf_rb_node pointer")
__rule("rbtree.not-a-reference")
int step_from_a_number(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_left(&root, (void *)(long)skb->len);
	bpf_spin_unlock(&lock);
	return node != NULL;
}

SEC("tc") __failure __msg("dereference of modified ptr_or_null_ ptr R2 off=8 disallowed")
__rule("pointer.modified")
int remove_unchecked(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_remove(&root, bpf_rbtree_first(&root));
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int removed_and_lost(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&root);
	if (node)
		bpf_rbtree_remove(&root, node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'ptr_or_null_'") __rule("memory.nullable-pointer")
int first_unchecked(struct __sk_buff *skb)
{
	__u64 key = 0;

	bpf_spin_lock(&lock);
	key = ((volatile struct item *)container_of(bpf_rbtree_first(&root), struct item, node))->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("tc") __failure __msg("invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int read_after_unlock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	item->key = 1;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, is_less);
	bpf_spin_unlock(&lock);
	return item->key;
}

SEC("tc") __failure __msg("direct access to bpf_rb_node is disallowed") __rule("field.access-in-object")
int write_to_a_node(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	*(volatile __u64 *)&item->node = 0;
	bpf_obj_drop(item);
	return 0;
}

SEC("tc") __failure __msg("bpf_rb_root cannot be accessed directly by load/store")
__rule("field.access-in-map-value")
int read_a_root(struct __sk_buff *skb)
{
	return *(volatile __u64 *)&root;
}

/* Comparisons. */

static bool removes(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	struct bpf_rb_node *taken = bpf_rbtree_remove(&root, (struct bpf_rb_node *)b);

	if (taken)
		bpf_rbtree_add(&second_root, taken, is_less);
	return false;
}

SEC("tc") __failure __msg("bpf_rbtree_remove not allowed in rbtree cb") __rule("rbtree.in-comparison")
int remove_in_comparison(struct __sk_buff *skb)
{
	struct item *item;

	if (insert(1))
		return 0;
	item = bpf_obj_new(struct item);
	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, removes);
	bpf_spin_unlock(&lock);
	return 0;
}

static bool walks(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return bpf_rbtree_left(&root, a) != NULL;
}

SEC("tc") __failure __msg("bpf_rbtree_left not allowed in rbtree cb") __rule("rbtree.in-comparison")
int walk_in_comparison(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, walks);
	bpf_spin_unlock(&lock);
	return 0;
}

static __noinline bool takes_out(struct bpf_rb_node *node)
{
	struct bpf_rb_node *taken = bpf_rbtree_remove(&root, node);

	if (taken)
		bpf_rbtree_add(&second_root, taken, is_less);
	return false;
}

static bool has_it_taken_out(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return takes_out((struct bpf_rb_node *)b);
}

/* Linux 6.18 accepts it: see holes.bpf.c */
SEC("tc") __failure __msg("bpf_rbtree_remove not allowed in rbtree cb")
__rule("rbtree.below-comparison")
int remove_below_comparison(struct __sk_buff *skb)
{
	struct item *item;

	if (insert(1))
		return 0;
	item = bpf_obj_new(struct item);
	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, has_it_taken_out);
	bpf_spin_unlock(&lock);
	return 0;
}

static bool adds(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_rbtree_add(&second_root, a, is_less);
	return false;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int add_in_comparison(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, adds);
	bpf_spin_unlock(&lock);
	return 0;
}

static bool asks(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return bpf_get_prandom_u32() & 1;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int call_in_comparison(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, asks);
	bpf_spin_unlock(&lock);
	return 0;
}


static int is_often_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct item, node)->key;
}

SEC("tc") __failure __msg("At callback return the register R0 has unknown scalar value should have been in [0, 1]")
__rule("program.return-range")
int comparison_says_anything(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, (less_fn *)is_often_less);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg2 expected pointer to func") __rule("call.argument-not-function")
int compared_by_a_number(struct __sk_buff *skb)
{
	struct item *item;

	if (insert(1))
		return 0;
	item = bpf_obj_new(struct item);
	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, (less_fn *)(long)skb->len);
	bpf_spin_unlock(&lock);
	return 0;
}

__noinline int is_less_for_all(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return a < b;
}

SEC("tc") __failure __msg("callback function not static") __rule("program.callback-not-static")
int compared_by_a_global_function(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&root, &item->node, (less_fn *)is_less_for_all);
	bpf_spin_unlock(&lock);
	return 0;
}

/* Shared objects. */

static bool shared_is_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct shared, node)->key <
	       container_of(b, struct shared, node)->key;
}

static bool takes_a_reference(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_refcount_acquire(container_of(a, struct shared, node));
	return false;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int reference_lost_in_comparison(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock_d);
	bpf_rbtree_add(&shared_root, &shared->node, takes_a_reference);
	bpf_spin_unlock(&lock_d);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int shared_object_added_twice_by_one_reference(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock_d);
	bpf_rbtree_add(&shared_root, &shared->node, shared_is_less);
	bpf_rbtree_add(&shared_root, &shared->node, shared_is_less);
	bpf_spin_unlock(&lock_d);
	return 0;
}

/* Programs that may not have trees. */

SEC("kprobe/do_nanosleep") __failure __msg("tracing progs cannot use bpf_{list_head,rb_root} yet")
__rule("rbtree.tracing-program")
int in_a_probe(void *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&buckets, &key) != NULL;
}

LICENSE("GPL");
