/* Rules of lists: one program, one rule. */
#include "example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_list_node other_node;
	__u64 value;
};

struct stranger {
	struct bpf_list_node node;
	__u64 key;
};

struct bucket {
	struct bpf_spin_lock lock;
	__u32 count;
	struct bpf_list_head items __contains(item, node);
};

/* a bucket that can be listed itself */
struct shelf {
	struct bpf_list_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __contains(item, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bucket);
} buckets SEC(".maps");

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(item, node);
private(a) struct bpf_list_head second_head __contains(item, node);
private(b) struct bpf_spin_lock lock_b;
private(b) struct bpf_list_head strangers __contains(stranger, node);
private(c) struct bpf_spin_lock lock_c;
private(c) struct bpf_list_head shelves __contains(shelf, node);

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_list_head")
__rule("list.lock-not-held")
int push_without_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_list_push_front(&head, &item->node);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_list_head")
__rule("list.lock-not-held")
int pop_without_lock(struct __sk_buff *skb)
{
	struct bpf_list_node *node = bpf_list_pop_front(&head);

	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_list_head")
__rule("list.lock-not-held")
int peek_after_unlock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return bpf_list_front(&head) != NULL;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=0 must be held for bpf_list_head")
__rule("list.lock-not-held")
int push_in_map_value_without_lock(struct __sk_buff *skb)
{
	struct bucket *bucket;
	struct item *item;
	__u32 key = 0;

	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (!bucket)
		return 0;
	item = bpf_obj_new(struct item);
	if (!item)
		return 0;
	bpf_list_push_back(&bucket->items, &item->node);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=24 must be held for bpf_list_head")
__rule("list.lock-not-held")
int pop_in_object_without_lock(struct __sk_buff *skb)
{
	struct shelf *shelf = bpf_obj_new(struct shelf);
	struct bpf_list_node *node;

	if (!shelf)
		return 0;
	node = bpf_list_pop_back(&shelf->items);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	bpf_obj_drop(shelf);
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=16 must be held for bpf_list_head") __rule("list.other-lock-held")
int push_under_another_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock_b);
	bpf_list_push_front(&head, &item->node);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=0 must be held for bpf_list_head") __rule("list.other-lock-held")
int pop_under_the_lock_of_another_key(struct __sk_buff *skb)
{
	__u32 one = 1, two = 2;
	struct bucket *first = bpf_map_lookup_elem(&buckets, &one);
	struct bucket *second = bpf_map_lookup_elem(&buckets, &two);
	struct bpf_list_node *node;

	if (!first || !second)
		return 0;
	bpf_spin_lock(&first->lock);
	node = bpf_list_pop_front(&second->items);
	bpf_spin_unlock(&first->lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=24 must be held for bpf_list_head") __rule("list.other-lock-held")
int pop_under_the_lock_of_another_object(struct __sk_buff *skb)
{
	struct shelf *first = bpf_obj_new(struct shelf), *second;
	struct bpf_list_node *node;

	if (!first)
		return 0;
	second = bpf_obj_new(struct shelf);
	if (!second) {
		bpf_obj_drop(first);
		return 0;
	}
	bpf_spin_lock(&first->lock);
	node = bpf_list_pop_front(&second->items);
	bpf_spin_unlock(&first->lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	bpf_obj_drop(first);
	bpf_obj_drop(second);
	return 0;
}

SEC("tc") __failure __msg("bpf_list_head not found at offset=16") __rule("list.head-not-found")
int not_a_head(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front((void *)&lock);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("bpf_list_head not found at offset=8") __rule("list.head-not-found")
int node_as_head(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back((void *)&item->node, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to map value or allocated object")
__rule("list.expects-head")
int head_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_list_head local = {};
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&local, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to map value or allocated object")
__rule("list.expects-head")
__description("what a list lends out cannot be the holder of a list")
int head_in_borrowed_object(struct __sk_buff *skb)
{
	struct bpf_list_node *node, *inner = NULL;

	bpf_spin_lock(&lock_c);
	node = bpf_list_front(&shelves);
	if (node)
		inner = bpf_list_pop_front(&container_of(node, struct shelf, node)->items);
	bpf_spin_unlock(&lock_c);
	if (inner)
		bpf_obj_drop(container_of(inner, struct item, node));
	return 0;
}

SEC("tc") __failure
__msg("R1 doesn't have constant offset. bpf_list_head has to be at the constant offset")
__rule("list.head-offset-not-constant")
int head_at_variable_offset(struct __sk_buff *skb)
{
	__u64 offset = skb->len & 8;
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front((void *)&head + offset);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("bpf_list_node not found at offset=0") __rule("list.node-not-found")
int not_a_node(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, (void *)&item->key);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("variable ptr_ access var_off=(0x0; 0x8) disallowed")
__rule("pointer.variable-offset")
int node_at_variable_offset(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);
	__u64 offset = skb->len & 8;

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, (void *)&item->node + offset);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure
__msg("operation on bpf_list_head expects arg#1 bpf_list_node at offset=8 in struct item, but arg is at offset=0 in struct stranger")
__rule("list.wrong-node-type")
int object_of_another_type(struct __sk_buff *skb)
{
	struct stranger *stranger = bpf_obj_new(struct stranger);

	if (!stranger)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &stranger->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 offset=32, but expected bpf_list_node at offset=8 in struct item")
__rule("list.wrong-node-member")
int another_node_of_the_type(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->other_node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_twice(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_to_a_second_list(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_list_push_back(&second_head, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_what_front_shows(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_front(&head);
	if (node)
		bpf_list_push_back(&second_head, node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_after_unlock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_unchecked(struct __sk_buff *skb)
{
	struct stranger *stranger = bpf_obj_new(struct stranger);

	bpf_spin_lock(&lock_b);
	bpf_list_push_back(&strangers, &stranger->node);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ptr_or_null_ ptr R2 off=8 disallowed")
__rule("pointer.modified")
int push_popped_unchecked(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	bpf_list_push_back(&second_head, node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int write_after_push_and_unlock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	item->key = 3;
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int read_front_after_unlock(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_front(&head);
	bpf_spin_unlock(&lock);
	return node ? container_of(node, struct item, node)->key : 0;
}

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
__description("a copy on the stack is as void as the pointer itself")
int read_spilled_after_unlock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);
	struct item *volatile kept;

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&head, &item->node);
	kept = item;
	bpf_spin_unlock(&lock);
	return kept->key;
}

SEC("tc") __failure __msg("R0 invalid mem access 'ptr_or_null_'") __rule("memory.nullable-pointer")
int read_front_unchecked(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	int key;

	bpf_spin_lock(&lock);
	node = bpf_list_front(&head);
	key = container_of(node, struct item, node)->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=5")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int popped_and_forgotten(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	bpf_spin_unlock(&lock);
	return node != NULL;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int drop_after_push(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	bpf_obj_drop(item);
	return 0;
}

SEC("tc") __failure
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
__rule("reference.release-at-offset")
__description("a popped node points into its object, not to it")
int drop_the_node(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(node);
	return 0;
}

SEC("tc") __failure __msg("direct access to bpf_list_head is disallowed")
__rule("field.access-in-object")
int write_head_in_object(struct __sk_buff *skb)
{
	struct shelf *shelf = bpf_obj_new(struct shelf);

	if (!shelf)
		return 0;
	*(volatile __u64 *)&shelf->items = 0;
	bpf_obj_drop(shelf);
	return 0;
}

SEC("tc") __failure __msg("bpf_list_head cannot be accessed directly by load/store")
__rule("field.access-in-map-value")
int read_head_in_section(struct __sk_buff *skb)
{
	return *(volatile __u64 *)&head;
}

SEC("kprobe") __failure __msg("tracing progs cannot use bpf_{list_head,rb_root} yet")
__rule("list.tracing-program")
int in_a_probe(void *registers)
{
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to map value or allocated object")
__rule("list.expects-head")
int null_head(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(NULL);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int null_node(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, NULL);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("variable ptr_ access var_off=(0x0; 0x8) disallowed")
__rule("pointer.variable-offset")
int head_at_variable_offset_in_object(struct __sk_buff *skb)
{
	struct shelf *shelf = bpf_obj_new(struct shelf);
	__u64 offset = skb->len & 8;
	struct bpf_list_node *node;

	if (!shelf)
		return 0;
	bpf_spin_lock(&shelf->lock);
	node = bpf_list_pop_front((void *)&shelf->items + offset);
	bpf_spin_unlock(&shelf->lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	bpf_obj_drop(shelf);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=5")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
__description("moved out of one list and, on one branch, into no other")
int moved_on_one_branch(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	if (node && container_of(node, struct item, node)->key < 5)
		bpf_list_push_back(&second_head, node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
int one_store_for_owned_and_borrowed(struct __sk_buff *skb)
{
	struct item *owned = bpf_obj_new(struct item), *borrowed;
	void *either = owned;

	if (!owned)
		return 0;
	borrowed = bpf_obj_new(struct item);
	if (!borrowed) {
		bpf_obj_drop(owned);
		return 0;
	}
	bpf_spin_lock(&lock);
	bpf_list_push_front(&head, &borrowed->node);
	asm volatile("if %1 > 5 goto 1f; %0 = %2; 1:" : "+r"(either) : "r"(skb->len), "r"(borrowed));
	((volatile struct item *)either)->value = 1;
	bpf_spin_unlock(&lock);
	bpf_obj_drop(owned);
	return 0;
}

LICENSE("GPL");
