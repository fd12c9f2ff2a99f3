/* An ordered set of numbers: every operation of trees once. */
#include "example.h"
#include "rbtree.h"

struct number {
	__u64 value;
	struct bpf_rb_node node;
	__u64 seen;
};

private(set) struct bpf_spin_lock lock;
private(set) struct bpf_rb_root numbers __contains(number, node);
private(set) struct bpf_rb_root others __contains(number, node);

static bool is_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct number, node)->value <
	       container_of(b, struct number, node)->value;
}

static __noinline int insert(__u64 value)
{
	struct number *number = bpf_obj_new(struct number);

	if (!number)
		return -ENOMEM;
	number->value = value;
	number->seen = 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&numbers, &number->node, is_less);
	bpf_spin_unlock(&lock);
	return 0;
}

/* the least number, out of the tree; -1 if there is none */
static __noinline long take_least(void)
{
	struct bpf_rb_node *node;
	struct number *number;
	long value;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&numbers);
	if (!node) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	node = bpf_rbtree_remove(&numbers, node);
	bpf_spin_unlock(&lock);
	if (!node)
		return -1;
	number = container_of(node, struct number, node);
	value = number->value;
	bpf_obj_drop(number);
	return value;
}

SEC("tc") __success __retval(123) __description("what went in as 3, 1, 2 comes out as 1, 2, 3")
int sorted(struct __sk_buff *skb)
{
	int digits = 0;

	if (insert(3) || insert(1) || insert(2))
		return -ENOMEM;
	for (int i = 0; i < 3; i++)
		digits = digits * 10 + (int)take_least();
	return digits;
}

SEC("tc") __success __retval(-1) __description("nothing is least in an empty tree")
int empty(struct __sk_buff *skb)
{
	return take_least();
}

SEC("tc") __success __retval(75)
__description("what was added may be used until unlock, and be found again from above")
int find(struct __sk_buff *skb)
{
	struct bpf_rb_node *node, *next;
	struct number *number;
	int found = -1;

	if (insert(50) || insert(25) || insert(75) || insert(60))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_root(&numbers);
	for (int level = 0; level < 8 && node; level++) {
		number = container_of(node, struct number, node);
		number->seen++;
		if (number->value == 75) {
			found = number->value;
			break;
		}
		if (number->value < 75)
			next = bpf_rbtree_right(&numbers, node);
		else
			next = bpf_rbtree_left(&numbers, node);
		node = next;
	}
	bpf_spin_unlock(&lock);
	return found;
}

SEC("tc") __success __retval(2)
__description("out of one tree into the other under one lock; a node of the other is not found here")
int move_to_the_other(struct __sk_buff *skb)
{
	struct bpf_rb_node *node, *again;
	int answer = 0;

	if (insert(4))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&numbers);
	if (!node)
		goto unlock;
	node = bpf_rbtree_remove(&numbers, node);
	if (!node)
		goto unlock;
	answer = 1;
	bpf_rbtree_add(&others, node, is_less);
	again = bpf_rbtree_remove(&numbers, node); /* it is in the other tree */
	if (!again) {
		answer = 2;
		goto unlock;
	}
	bpf_spin_unlock(&lock);
	bpf_obj_drop(container_of(again, struct number, node));
	return -1;
unlock:
	bpf_spin_unlock(&lock);
	return answer;
}

SEC("tc") __success __retval(9)
__description("the pointer of before the removal still borrows until unlock")
int read_after_removal(struct __sk_buff *skb)
{
	struct bpf_rb_node *node, *taken;
	int value = -1;

	if (insert(9))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&numbers);
	if (!node) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	taken = bpf_rbtree_remove(&numbers, node);
	value = container_of(node, struct number, node)->value;
	bpf_spin_unlock(&lock);
	if (taken)
		bpf_obj_drop(container_of(taken, struct number, node));
	return value;
}

SEC("tc") __success __retval(0)
__description("an owned object is in no tree: its removal answers NULL, and it stays owned")
int remove_what_was_never_added(struct __sk_buff *skb)
{
	struct number *number = bpf_obj_new(struct number);
	struct bpf_rb_node *taken;

	if (!number)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	taken = bpf_rbtree_remove(&numbers, &number->node);
	bpf_spin_unlock(&lock);
	bpf_obj_drop(number);
	if (!taken)
		return 0;
	bpf_obj_drop(container_of(taken, struct number, node));
	return 1;
}

/* a tree in a map value, one for each key */
struct bucket {
	struct bpf_spin_lock lock;
	struct bpf_rb_root numbers __contains(number, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct bucket);
} buckets SEC(".maps");

SEC("tc") __success __retval(7) __description("a tree in a map value; what it holds goes with the map")
int in_a_map_value(struct __sk_buff *skb)
{
	struct number *number;
	struct bucket *bucket;
	struct bpf_rb_node *node;
	__u32 key = 1;
	int least = -1;

	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (!bucket)
		return -1;
	number = bpf_obj_new(struct number);
	if (!number)
		return -ENOMEM;
	number->value = 7;
	bpf_spin_lock(&bucket->lock);
	bpf_rbtree_add(&bucket->numbers, &number->node, is_less);
	node = bpf_rbtree_first(&bucket->numbers);
	if (node)
		least = container_of(node, struct number, node)->value;
	bpf_spin_unlock(&bucket->lock);
	return least;
}

/* a tree in an object */
struct shelf {
	struct bpf_spin_lock lock;
	struct bpf_rb_root numbers __contains(number, node);
};

SEC("tc") __success __retval(8) __description("a tree in an object; what it holds goes with the object")
int in_an_object(struct __sk_buff *skb)
{
	struct shelf *shelf = bpf_obj_new(struct shelf);
	struct number *number;
	struct bpf_rb_node *node;
	int top = -1;

	if (!shelf)
		return -ENOMEM;
	number = bpf_obj_new(struct number);
	if (!number) {
		bpf_obj_drop(shelf);
		return -ENOMEM;
	}
	number->value = 8;
	bpf_spin_lock(&shelf->lock);
	bpf_rbtree_add(&shelf->numbers, &number->node, is_less);
	node = bpf_rbtree_root(&shelf->numbers);
	if (node)
		top = container_of(node, struct number, node)->value;
	bpf_spin_unlock(&shelf->lock);
	bpf_obj_drop(shelf);
	return top;
}

LICENSE("GPL");
