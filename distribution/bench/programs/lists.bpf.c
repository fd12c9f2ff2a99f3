/*
 * Lists, pushed to and popped from in nested loops whose bounds are constants: every round is a path
 * of its own for a verifier, some ten thousand instructions a program.
 */
#include "example.h"

#define OUTER 24
#define BATCH 8
#define ROLLED _Pragma("clang loop unroll(disable)")

struct item {
	__u64 number;
	__u64 payload[2];
	struct bpf_list_node node;
};

struct bucket {
	struct bpf_spin_lock lock;
	__u32 pushed;
	struct bpf_list_head items __contains(item, node);
};

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bucket);
};

struct inner shelf SEC(".maps");
struct inner first SEC(".maps");
struct inner second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
	__array(values, struct inner);
} shelves SEC(".maps") = {
	.values = {&first, &second},
};

private(bench) struct bpf_spin_lock lock;
private(bench) struct bpf_list_head items __contains(item, node);

static __always_inline int fill(struct bpf_spin_lock *lock, struct bpf_list_head *head, int back)
{
	ROLLED for (int i = 0; i < BATCH; i++) {
		struct item *item = bpf_obj_new(struct item);

		if (!item)
			return -ENOMEM;
		item->number = i;
		item->payload[i & 1] = i;
		bpf_spin_lock(lock);
		if (back)
			bpf_list_push_back(head, &item->node);
		else
			bpf_list_push_front(head, &item->node);
		item->payload[0] += 1;
		bpf_spin_unlock(lock);
	}
	return 0;
}

static __always_inline int empty(struct bpf_spin_lock *lock, struct bpf_list_head *head, int back)
{
	ROLLED for (int i = 0; i < BATCH; i++) {
		struct bpf_list_node *node;

		bpf_spin_lock(lock);
		node = back ? bpf_list_pop_back(head) : bpf_list_pop_front(head);
		bpf_spin_unlock(lock);
		if (!node)
			return -ENOENT;
		bpf_obj_drop(container_of(node, struct item, node));
	}
	return 0;
}

static __always_inline int rounds(struct bpf_spin_lock *lock, struct bpf_list_head *head)
{
	int result;

	ROLLED for (int i = 0; i < OUTER; i++) {
		if ((result = fill(lock, head, 0)) || (result = empty(lock, head, 1)) ||
		    (result = fill(lock, head, 1)) || (result = empty(lock, head, 0)))
			return result;
	}
	return 0;
}

SEC("tc") __success __retval(0) __description("a list in global data")
int list_global(struct __sk_buff *skb)
{
	return rounds(&lock, &items);
}

SEC("tc") __success __retval(0) __description("a list in a map value")
int list_map(struct __sk_buff *skb)
{
	__u32 key = 1;
	struct bucket *bucket = bpf_map_lookup_elem(&shelf, &key);

	return bucket ? rounds(&bucket->lock, &bucket->items) : -ENOENT;
}

SEC("tc") __success __retval(0) __description("a list in the value of an inner map")
int list_inner(struct __sk_buff *skb)
{
	__u32 key = 1;
	struct bucket *bucket;
	void *map = bpf_map_lookup_elem(&shelves, &key);

	if (!map)
		return -ENOENT;
	bucket = bpf_map_lookup_elem(map, &key);
	return bucket ? rounds(&bucket->lock, &bucket->items) : -ENOENT;
}

SEC("tc") __success __retval(0) __description("what is popped from one list goes to the next")
int list_relay(struct __sk_buff *skb)
{
	__u32 from = 0, to = 1;
	struct bucket *a = bpf_map_lookup_elem(&shelf, &from);
	struct bucket *b = bpf_map_lookup_elem(&shelf, &to);
	int result;

	if (!a || !b)
		return -ENOENT;
	ROLLED for (int i = 0; i < OUTER; i++) {
		if ((result = fill(&a->lock, &a->items, 0)))
			return result;
		ROLLED for (int j = 0; j < BATCH; j++) {
			struct bpf_list_node *node;

			bpf_spin_lock(&a->lock);
			node = bpf_list_pop_back(&a->items);
			bpf_spin_unlock(&a->lock);
			if (!node)
				break;
			bpf_spin_lock(&b->lock);
			bpf_list_push_front(&b->items, node);
			b->pushed++;
			bpf_spin_unlock(&b->lock);
		}
		if ((result = empty(&b->lock, &b->items, 1)))
			return result;
	}
	return 0;
}

LICENSE("GPL");
