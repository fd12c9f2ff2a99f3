/* Objects of the program's own types, without any list: allocate, use, give back. */
#include "example.h"

struct point {
	__s64 x, y;
};

struct record {
	__u8 kind;
	__u16 size;
	__u32 checksum;
	__u64 words[8];
	struct point *origin; /* only a number to the verifier */
};

struct counter {
	struct bpf_spin_lock lock;
	__u32 value;
};

static __noinline struct point *make(__s64 x, __s64 y)
{
	struct point *point = bpf_obj_new(struct point);

	if (point) {
		point->x = x;
		point->y = y;
	}
	return point;
}

static __noinline void discard(struct point *point)
{
	if (point)
		bpf_obj_drop(point);
}

SEC("tc") __success __retval(25) __description("3 * 3 + 4 * 4")
int square_of_length(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int square;

	if (!point)
		return -ENOMEM;
	point->x = 3;
	point->y = 4;
	square = point->x * point->x + point->y * point->y;
	bpf_obj_drop(point);
	return square;
}

SEC("tc") __success __retval(7)
__description("a static function may return an owned object, another may take it")
int through_functions(struct __sk_buff *skb)
{
	struct point *point = make(5, 2);
	int sum = point ? point->x + point->y : -ENOMEM;

	discard(point);
	return sum;
}

SEC("tc") __success __retval(1) __description("two allocations are two objects")
int two_objects(struct __sk_buff *skb)
{
	struct point *one = make(1, 1), *two = make(1, 1);
	int different = one && two && one != two;

	discard(one);
	discard(two);
	return different;
}

SEC("tc") __success __retval(38) __description("members of every width, one at a time: 2 + 8 + 28")
int members(struct __sk_buff *skb)
{
	struct record *record = bpf_obj_new(struct record);
	int sum;

	if (!record)
		return -ENOMEM;
	record->kind = 2;
	record->size = 8;
	record->checksum = 0;
	for (int i = 0; i < 8; i++) {
		record->words[i] = i;
		record->checksum += record->words[i];
	}
	record->origin = NULL;
	sum = record->kind + record->size + record->checksum;
	bpf_obj_drop(record);
	return sum;
}

SEC("tc") __success __retval(42) __description("atomic addition on a member")
int atomic_member(struct __sk_buff *skb)
{
	struct point *point = make(40, 0);
	int x;

	if (!point)
		return -ENOMEM;
	__sync_fetch_and_add(&point->x, 2);
	x = point->x;
	bpf_obj_drop(point);
	return x;
}

SEC("tc") __success __retval(1) __description("an object may have its own lock")
int lock_of_an_object(struct __sk_buff *skb)
{
	struct counter *counter = bpf_obj_new(struct counter);
	int value;

	if (!counter)
		return -ENOMEM;
	counter->value = 0;
	bpf_spin_lock(&counter->lock);
	counter->value++;
	bpf_spin_unlock(&counter->lock);
	value = counter->value;
	bpf_obj_drop(counter);
	return value;
}

SEC("tc") __success __retval(6) __description("one object at a time, six times")
int again_and_again(struct __sk_buff *skb)
{
	int made = 0;

	for (int i = 0; i < 6; i++) {
		struct point *point = bpf_obj_new(struct point);

		if (!point)
			break;
		bpf_obj_drop(point);
		made++;
	}
	return made;
}

LICENSE("GPL");
