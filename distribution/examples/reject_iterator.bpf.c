/* Rules of open-coded iterators: one program, one rule. */
#include "example.h"
#include "callback.h"
#include "iterator.h"

struct item {
	__u64 value;
};

struct words {
	__u64 first, second;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct words);
} values SEC(".maps");

private(lock) struct bpf_spin_lock lock;
private(lock) __u64 total;

int numbers[10];

SEC("tc") __failure __rule("iterator.not-on-stack")
__msg("arg#0 expected pointer to an iterator on stack")
int in_a_map(struct __sk_buff *skb)
{
	struct words *value;
	__u32 key = 0;
	struct words fill = { 0x1234, 128ULL };

	bpf_map_update_elem(&values, &key, &fill, BPF_ANY);
	value = bpf_map_lookup_elem(&values, &key);
	if (value)
		bpf_iter_bits_destroy((void *)value);
	return 0;
}

SEC("tc") __failure __rule("iterator.in-use")
__msg("expected uninitialized iter_bits as arg #0")
int made_twice(struct __sk_buff *skb)
{
	__u64 words[2] = { 5, 7 };
	struct bpf_iter_bits it;

	bpf_iter_bits_new(&it, words, 2);
	bpf_iter_bits_new(&it, words, 2);
	bpf_iter_bits_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.in-use")
__msg("expected uninitialized iter_num as arg #0")
int misaligned(struct __sk_buff *skb)
{
	char room[24];

	bpf_iter_num_new((void *)(room + 3), 0, 1);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_bits as arg #0")
int destroyed_unmade(struct __sk_buff *skb)
{
	struct words room = { 0x1234, 128 };

	bpf_iter_bits_destroy((void *)&room);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_num as arg #0")
int destroyed_twice(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_destroy(&it);
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_num as arg #0")
int next_after_destroy(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_destroy(&it);
	bpf_iter_num_next(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_bits as arg #0")
int of_another_kind(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;

	bpf_iter_num_new((void *)&it, 0, 3);
	bpf_iter_bits_next(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_bits as arg #0")
int half_written_over(struct __sk_buff *skb)
{
	__u64 word = 5;
	struct bpf_iter_bits it;

	bpf_iter_bits_new(&it, &word, 1);
	*(volatile __u64 *)&it.__opaque[1] = 0;
	bpf_iter_bits_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_num as arg #0")
int one_of_several(struct __sk_buff *skb)
{
	struct bpf_iter_num it[4];

	bpf_iter_num_new(&it[0], 0, 1);
	bpf_iter_num_next(&it[bpf_get_prandom_u32() & 3]);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_num as arg #0")
int ended_in_the_loop(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element, sum = 0;

	bpf_iter_num_new(&it, 0, 3);
	while ((element = bpf_iter_num_next(&it))) {
		sum += *element;
		if (sum > 1)
			bpf_iter_num_destroy(&it);
	}
	bpf_iter_num_destroy(&it);
	return sum;
}

static int end(__u32 i, struct bpf_iter_num *it)
{
	bpf_iter_num_destroy(it);
	return 0;
}

/* the callback might not run at all */
SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int ended_by_callback(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_loop(3, end, &it, 0);
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int never_ended(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int inner_never_ended(struct __sk_buff *skb)
{
	struct bpf_iter_num outer, inner;

	bpf_iter_num_new(&outer, 0, 3);
	while (bpf_iter_num_next(&outer)) {
		bpf_iter_num_new(&inner, 0, 3);
		break;
	}
	bpf_iter_num_destroy(&outer);
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int object_lost_in_the_loop(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	while (bpf_iter_num_next(&it)) {
		struct item *item = bpf_obj_new(typeof(*item));

		if (item)
			break;
	}
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("memory.stack-object-read")
int read_like_memory(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	__u64 state;

	bpf_iter_num_new(&it, 0, 3);
	state = *(volatile __u64 *)&it;
	bpf_iter_num_destroy(&it);
	return state;
}

SEC("tc") __failure __rule("memory.not-a-pointer")
__msg("R{{[0-9]}} invalid mem access 'scalar'")
int element_after_the_end(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element;

	bpf_iter_num_new(&it, 0, 3);
	element = bpf_iter_num_next(&it);
	bpf_iter_num_destroy(&it);
	return element ? *element : 0;
}

SEC("tc") __failure __rule("memory.read-only")
int element_written(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element;

	bpf_iter_num_new(&it, 0, 3);
	while ((element = bpf_iter_num_next(&it)))
		*element = 5;
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("lock.call-in-section")
__msg("function calls are not allowed while holding a lock")
int bits_under_lock(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	__u64 word = 5;

	bpf_spin_lock(&lock);
	bpf_iter_bits_new(&it, &word, 1);
	bpf_iter_bits_destroy(&it);
	bpf_spin_unlock(&lock);
	return 0;
}

/* the first round leaves what the second goes wrong with */
SEC("tc") __failure __rule("pointer.constant-too-large")
__msg("math between map_value pointer and 34359738368 is not allowed")
int wrong_in_the_second_round(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	__u64 i = 0;

	bpf_iter_num_new(&it, 0, 10);
	while (bpf_iter_num_next(&it)) {
		if (i == 0)
			i = 1ULL << 33;
		else
			numbers[i] = 1;
	}
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("expected an initialized iter_num as arg #0")
__description("a helper may write where an iterator is, and then there is none")
int written_over_by_a_helper(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_skb_load_bytes(skb, 0, &it, sizeof(it));
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("memory.stack-object-read")
__msg("invalid read from stack R2 off -8+0 size 4")
__description("an iterator is no key")
int looked_up_by_an_iterator(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_map_lookup_elem(&values, &it);
	bpf_iter_num_destroy(&it);
	return 0;
}

LICENSE("GPL");
