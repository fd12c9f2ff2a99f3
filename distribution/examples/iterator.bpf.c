/* Open-coded iterators: loops whose end the verifier need not find out. */
#include "example.h"
#include "callback.h"
#include "iterator.h"

struct item {
	__u64 value;
};

private(lock) struct bpf_spin_lock lock;
private(lock) __u64 total;

int squares[10];

/* the loop runs a million times, and is verified once */
SEC("tc") __success __retval(1000000) __description("a counter need not be followed to its end")
int many_rounds(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int rounds = 0;

	bpf_iter_num_new(&it, 0, 1000000);
	while (bpf_iter_num_next(&it))
		rounds++;
	bpf_iter_num_destroy(&it);
	return rounds;
}

SEC("tc") __success __retval(285) __description("an element is a number like any other: compared, it is an index")
int sum_of_squares(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element, sum = 0;

	bpf_iter_num_new(&it, 0, 10);
	while ((element = bpf_iter_num_next(&it))) {
		int i = *element;

		if (i >= 0 && i < 10)
			squares[i] = i * i;
	}
	bpf_iter_num_destroy(&it);

	bpf_iter_num_new(&it, 0, 10);
	while ((element = bpf_iter_num_next(&it))) {
		int i = *element;

		if (i >= 0 && i < 10)
			sum += squares[i];
	}
	bpf_iter_num_destroy(&it);
	return sum;
}

SEC("tc") __success __retval(-15) __description("ranges may be negative, and are empty where they end before they begin")
int negative(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element, sum = 0;

	bpf_iter_num_new(&it, -5, 0);
	while ((element = bpf_iter_num_next(&it)))
		sum += *element;
	bpf_iter_num_destroy(&it);

	bpf_iter_num_new(&it, 5, -5);
	while ((element = bpf_iter_num_next(&it)))
		sum = 1;
	bpf_iter_num_destroy(&it);
	return sum;
}

SEC("tc") __success __retval(9) __description("an iteration within an iteration")
int nested(struct __sk_buff *skb)
{
	struct bpf_iter_num outer, inner;
	int *x, *y, sum = 0;

	bpf_iter_num_new(&outer, 0, 3);
	while ((x = bpf_iter_num_next(&outer))) {
		bpf_iter_num_new(&inner, 0, 3);
		while ((y = bpf_iter_num_next(&inner)))
			sum += *x * *y;
		bpf_iter_num_destroy(&inner);
	}
	bpf_iter_num_destroy(&outer);
	return sum;
}

SEC("tc") __success __retval(2) __description("the last element stays what it was when the next is asked for")
int element_after_next(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *first, *second, sum = 0;

	bpf_iter_num_new(&it, 0, 2);
	first = bpf_iter_num_next(&it);
	second = bpf_iter_num_next(&it);
	if (first && second)
		sum = *first + *second;
	bpf_iter_num_destroy(&it);
	return sum;
}

static __noinline void begin(struct bpf_iter_num *it)
{
	bpf_iter_num_new(it, 10, 20);
}

static __noinline int step(struct bpf_iter_num *it)
{
	int *element = bpf_iter_num_next(it);

	return element ? *element : 0;
}

SEC("tc") __success __retval(21) __description("static functions begin, advance and end their caller's iterator")
int in_functions(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int sum;

	begin(&it);
	sum = step(&it);
	sum += step(&it);
	bpf_iter_num_destroy(&it);
	return sum;
}

SEC("tc") __success __retval(45) __description("numbers may be gone through under a lock")
int under_lock(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element;

	bpf_spin_lock(&lock);
	total = 0;
	bpf_iter_num_new(&it, 0, 10);
	while ((element = bpf_iter_num_next(&it)))
		total += *element;
	bpf_iter_num_destroy(&it);
	bpf_spin_unlock(&lock);
	return total;
}

SEC("tc") __success __retval(10) __description("what a round acquires it gives back")
int object_each_round(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int rounds = 0;

	bpf_iter_num_new(&it, 0, 10);
	while (bpf_iter_num_next(&it)) {
		struct item *item = bpf_obj_new(typeof(*item));

		if (!item)
			break;
		bpf_obj_drop(item);
		rounds++;
	}
	bpf_iter_num_destroy(&it);
	return rounds;
}

SEC("tc") __success __retval(3) __description("each round replaces what the last one left")
int object_handed_on(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(typeof(*item));
	struct bpf_iter_num it;
	int result;

	if (!item)
		return -1;
	item->value = 0;
	bpf_iter_num_new(&it, 0, 3);
	while (bpf_iter_num_next(&it)) {
		struct item *next = bpf_obj_new(typeof(*next));

		if (!next)
			break;
		next->value = item->value + 1;
		bpf_obj_drop(item);
		item = next;
	}
	bpf_iter_num_destroy(&it);
	result = item->value;
	bpf_obj_drop(item);
	return result;
}

SEC("tc") __success __retval(0) __description("drained, an iterator gives nothing ever after")
int drained_for_ever(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *again, result = 0;

	bpf_iter_num_new(&it, 0, 3);
	while (bpf_iter_num_next(&it))
		opaque(result);
	again = bpf_iter_num_next(&it);
	if (again)
		*(volatile int *)1000000 = 1;	/* never reached, and known to be so */
	bpf_iter_num_destroy(&it);
	return result;
}

SEC("tc") __success __retval(107) __description("the bits that are set: 0, 1, 42, and 64 in the second word")
int bits(struct __sk_buff *skb)
{
	__u64 words[2] = { 1ULL << 0 | 1ULL << 1 | 1ULL << 42, 1 };
	struct bpf_iter_bits it;
	int *bit, sum = 0;

	bpf_iter_bits_new(&it, words, 2);
	while ((bit = bpf_iter_bits_next(&it)))
		sum += *bit;
	bpf_iter_bits_destroy(&it);
	return sum;
}

SEC("tc") __success __retval(-22) __description("no words are an error, and yet to be destroyed")
int no_bits(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	int error = bpf_iter_bits_new(&it, NULL, 1);

	if (bpf_iter_bits_next(&it))
		error = 1;
	bpf_iter_bits_destroy(&it);
	return error;
}

SEC("tc") __success __retval(-14) __description("words that nobody can read are an error, not a fault")
int unreadable_bits(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	int error = bpf_iter_bits_new(&it, (void *)8, 1);

	bpf_iter_bits_destroy(&it);
	return error;
}

static int advance(__u32 i, struct bpf_iter_num *it)
{
	bpf_iter_num_next(it);
	return 0;
}

SEC("tc") __success __retval(3) __description("a callback advances its caller's iterator")
int advanced_by_callback(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *element, result = -1;

	bpf_iter_num_new(&it, 0, 10);
	bpf_loop(3, advance, &it, 0);
	element = bpf_iter_num_next(&it);
	if (element)
		result = *element;
	bpf_iter_num_destroy(&it);
	return result;
}

LICENSE("GPL");
