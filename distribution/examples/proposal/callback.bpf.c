/* Functions that call back, and open-coded iteration: to a fixpoint. */
#include "proposal_things.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct counter {
	__u64 rounds;
};

static long count_round(__u32 index, struct counter *counter)
{
	counter->rounds++;
	return 0;
}

SEC("tc") __success __retval(10)
__description("ten rounds, or none, or any number: what they count is any number")
int count_rounds(struct __sk_buff *skb)
{
	struct counter counter = {};

	bpf_loop(10, count_round, &counter, 0);
	return counter.rounds;
}

static long stop_at_three(__u32 index, struct counter *counter)
{
	counter->rounds = index;
	return index == 3;
}

SEC("tc") __success __retval(3)
__description("returning 1 ends it")
int stop_early(struct __sk_buff *skb)
{
	struct counter counter = {};

	bpf_loop(10, stop_at_three, &counter, 0);
	return counter.rounds;
}

static long count_there(__u32 index, __u64 *number)
{
	(*number)++;
	return 0;
}

SEC("tc") __success __retval(3)
__description("what the callback is handed may lie anywhere")
int count_in_a_map(struct __sk_buff *skb)
{
	__u32 key = 3;
	__u64 *number = bpf_map_lookup_elem(&numbers, &key);

	if (!number)
		return 0;
	*number = 0;
	bpf_loop(3, count_there, number, 0);
	return *number;
}

SEC("tc") __success __retval(3)
__description("an object, too, as long as it is there")
int count_in_an_object(struct __sk_buff *skb)
{
	struct item *item = make_item();
	int counted;

	if (!item)
		return 0;
	item->key = 0;
	bpf_loop(3, count_there, &item->key, 0);
	counted = item->key;
	end_item(item);
	return counted;
}

static long add_number(void *map, __u32 *key, __u64 *number, struct counter *counter)
{
	counter->rounds += *number + 1;
	return 0;
}

SEC("tc") __success __retval(4)
__description("every element of a map")
int every_element(struct __sk_buff *skb)
{
	struct counter counter = {};

	bpf_for_each_map_elem(&numbers, add_number, &counter, 0);
	return counter.rounds;
}

SEC("tc") __success __retval(10)
__description("the same without a callback")
int open_coded(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int sum = 0, *number;

	bpf_iter_num_new(&it, 0, 5);
	while ((number = bpf_iter_num_next(&it)))
		sum += *number;
	bpf_iter_num_destroy(&it);
	return sum;
}

SEC("tc") __success __retval(12)
__description("nested")
int open_coded_nested(struct __sk_buff *skb)
{
	struct bpf_iter_num rows, columns;
	int cells = 0;

	bpf_iter_num_new(&rows, 0, 3);
	while (bpf_iter_num_next(&rows)) {
		bpf_iter_num_new(&columns, 0, 4);
		while (bpf_iter_num_next(&columns))
			cells++;
		bpf_iter_num_destroy(&columns);
	}
	bpf_iter_num_destroy(&rows);
	return cells;
}

SEC("tc") __success __retval(0)
__description("a loop that moves objects converges")
int make_and_end_in_a_loop(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 5);
	while (bpf_iter_num_next(&it)) {
		struct item *item = make_item();

		if (!item)
			break;
		end_item(item);
	}
	bpf_iter_num_destroy(&it);
	return 0;
}

struct walk {
	__u32 at;
	__u64 cells[4];
};

static long walk_on(__u32 index, struct walk *walk)
{
	walk->at++;
	return 0;
}

SEC("tc") __success __under("callbacks=once")
__description("the old way takes the callback to run once, accepts this, and is wrong")
int believed_to_run_once(struct __sk_buff *skb)
{
	struct walk walk = {};

	bpf_loop(10, walk_on, &walk, 0);
	return walk.cells[walk.at];
}

LICENSE("GPL");
