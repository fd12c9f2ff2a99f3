/* A hash map whose every value is a list with its own lock: the latest samples of each key. */
#include "example.h"

struct sample {
	__u64 value;
	struct bpf_list_node node;
};

struct series {
	struct bpf_spin_lock lock;
	__u32 count;
	struct bpf_list_head samples __contains(sample, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __u32);
	__type(value, struct series);
} by_key SEC(".maps");

static struct series *find_or_add(__u32 key)
{
	struct series *found = bpf_map_lookup_elem(&by_key, &key);

	if (!found) {
		struct series fresh = {};

		bpf_map_update_elem(&by_key, &key, &fresh, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&by_key, &key);
	}
	return found;
}

/* keeps at most `limit` samples; what falls out is dropped outside the lock */
static int record(__u32 key, __u64 value, __u32 limit)
{
	struct series *series = find_or_add(key);
	struct bpf_list_node *oldest = NULL;
	struct sample *sample;

	if (!series)
		return -ENOENT;
	sample = bpf_obj_new(struct sample);
	if (!sample)
		return -ENOMEM;
	sample->value = value;
	bpf_spin_lock(&series->lock);
	bpf_list_push_back(&series->samples, &sample->node);
	series->count++;
	if (series->count > limit) {
		oldest = bpf_list_pop_front(&series->samples);
		series->count--;
	}
	bpf_spin_unlock(&series->lock);
	if (oldest)
		bpf_obj_drop(container_of(oldest, struct sample, node));
	return 0;
}

SEC("tc") __success __retval(0) __description("one sample for the key")
int record_length(struct __sk_buff *skb)
{
	return record(skb->protocol, skb->len, 16);
}

SEC("tc") __success __retval(703) __description("three samples, limit two: newest 7, oldest kept 3")
int bounded_history(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct series *series;
	int result = -1;

	if (record(9, 5, 2) || record(9, 3, 2) || record(9, 7, 2))
		return -ENOMEM;
	series = find_or_add(9);
	if (!series)
		return -ENOENT;
	bpf_spin_lock(&series->lock);
	node = bpf_list_back(&series->samples);
	if (node) {
		result = container_of(node, struct sample, node)->value * 100;
		node = bpf_list_front(&series->samples);
		if (node)
			result += container_of(node, struct sample, node)->value;
	}
	bpf_spin_unlock(&series->lock);
	return result;
}

SEC("tc") __success __retval(12)
__description("two keys, two lists: 4 stays with key 1, 12 with key 2")
int keys_are_apart(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct series *series;
	struct sample *sample;
	int value;

	if (record(1, 4, 8) || record(2, 12, 8))
		return -ENOMEM;
	series = find_or_add(2);
	if (!series)
		return -ENOENT;
	bpf_spin_lock(&series->lock);
	node = bpf_list_pop_back(&series->samples);
	series->count--;
	bpf_spin_unlock(&series->lock);
	if (!node)
		return -1;
	sample = container_of(node, struct sample, node);
	value = sample->value;
	bpf_obj_drop(sample);
	return value;
}

SEC("tc") __success __retval(0) __description("deleting the map entry frees the list with it")
int forget(struct __sk_buff *skb)
{
	__u32 key = 3;

	if (record(key, 1, 8))
		return -ENOMEM;
	return bpf_map_delete_elem(&by_key, &key);
}

LICENSE("GPL");
