/*
 * What each rule keeps from happening. Every program breaks one rule, and does harm when it runs all
 * the same: NEEDED.tsv says which.
 */
#include "example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
	__u64 values[4];
};

struct stranger {
	__u64 key;
	__u64 more[5];
	struct bpf_list_node node;
};

struct row {
	__u64 cells[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct row);
} rows SEC(".maps");

struct plain {
	__u32 first;
	__u32 second;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct plain);
} unlocked SEC(".maps");

struct guarded {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct guarded);
} counters SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {&inner},
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(item, node);
private(a) __u32 count;
private(b) struct bpf_spin_lock other_lock;
private(b) struct bpf_list_head strangers __contains(stranger, node);
private(c) struct bpf_spin_lock third_lock;
private(c) __u32 waits;
private(c) __u32 also_waits[4];

static struct row *row(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&rows, &key);
}

/* Locks. */

__noinline int takes_the_lock(int number)
{
	bpf_spin_lock(&lock);
	count += number;
	bpf_spin_unlock(&lock);
	return number;
}

SEC("tc") __failure __rule("lock.global-call-in-section")
int called_function_locks_again(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	takes_the_lock(1);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.call-in-section")
int both_locks_are_one(struct __sk_buff *skb)
{
	struct guarded *first, *second;
	__u32 key = 0;

	first = bpf_map_lookup_elem(&counters, &key);
	second = bpf_map_lookup_elem(&counters, &key);
	if (!first || !second)
		return 0;
	bpf_spin_lock(&first->lock);
	bpf_spin_lock(&second->lock);
	bpf_spin_unlock(&second->lock);
	bpf_spin_unlock(&first->lock);
	return 0;
}

SEC("tc") __failure __rule("lock.wrong-offset")
int number_taken_for_a_lock(struct __sk_buff *skb)
{
	waits = 1;
	bpf_spin_lock((void *)&waits);
	bpf_spin_unlock((void *)&waits);
	return 0;
}

SEC("tc") __failure __rule("lock.offset-not-constant")
int lock_at_an_unknown_place(struct __sk_buff *skb)
{
	void *place = (void *)also_waits + (skb->len & 8);

	also_waits[0] = 1;
	also_waits[2] = 1;
	bpf_spin_lock(place);
	bpf_spin_unlock(place);
	return 0;
}

SEC("tc") __failure __rule("lock.no-lock-in-map")
int value_taken_for_a_lock(struct __sk_buff *skb)
{
	struct plain *plain;
	__u32 key = 0;

	plain = bpf_map_lookup_elem(&unlocked, &key);
	if (!plain)
		return 0;
	plain->first = 1;
	bpf_spin_lock((void *)plain);
	bpf_spin_unlock((void *)plain);
	return 0;
}

SEC("tc") __failure __rule("lock.no-lock-in-object")
int object_taken_for_a_lock(struct __sk_buff *skb)
{
	struct plain *plain = bpf_obj_new(struct plain);

	if (!plain)
		return 0;
	plain->first = 1;
	bpf_spin_lock((void *)plain);
	bpf_spin_unlock((void *)plain);
	bpf_obj_drop(plain);
	return 0;
}

SEC("tc") __failure __rule("lock.different-lock")
int unlock_what_is_not_held(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	count++;
	bpf_spin_unlock(&other_lock);
	return 0;
}

/* Lists. */

SEC("tc") __failure __rule("list.other-lock-held")
int push_under_the_wrong_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&other_lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&other_lock);
	return 0;
}

SEC("tc") __failure __rule("list.wrong-node-type")
int stranger_popped_as_item(struct __sk_buff *skb)
{
	struct stranger *stranger = bpf_obj_new(struct stranger);
	struct bpf_list_node *node;
	struct item *item;
	__u64 value = 0;

	if (!stranger)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &stranger->node);
	node = bpf_list_pop_front(&head);
	bpf_spin_unlock(&lock);
	if (!node)
		return 0;
	item = container_of(node, struct item, node);
	value = item->values[3];
	bpf_obj_drop(item);
	return value;
}

SEC("tc") __failure __rule("list.head-not-found")
int lock_taken_for_a_head(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back((void *)&lock, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.head-offset-not-constant")
int head_at_an_unknown_place(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);
	__u64 offset = skb->len & 8;

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back((void *)&head + offset, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

/* Map values and packets. */

SEC("tc") __failure __rule("memory.bounds")
int cell_behind_the_last(struct __sk_buff *skb)
{
	struct row *found = row();

	return found ? ((volatile __u64 *)found)[4] : 0;
}

SEC("tc") __failure __rule("memory.negative-index")
int cell_before_the_first(struct __sk_buff *skb)
{
	struct row *found = row();
	__s64 index = skb->len & 3;

	if (!found)
		return 0;
	index -= 3;
	opaque(index);
	return ((volatile __u8 *)found)[index];
}

SEC("tc") __failure __rule("memory.unbounded")
int cell_anywhere(struct __sk_buff *skb)
{
	struct row *found = row();
	__u64 index = skb->len;

	if (!found)
		return 0;
	index <<= 12;
	opaque(index);
	return ((volatile __u8 *)found)[index];
}

SEC("tc") __failure __rule("memory.stack-variable-offset")
int byte_above_the_stack(struct __sk_buff *skb)
{
	volatile __u8 bytes[16] = {};
	__u64 index = skb->len & 127;

	return bytes[index];
}

SEC("tc") __failure __rule("packet.bounds")
int far_behind_the_packet(struct __sk_buff *skb)
{
	volatile __u8 *data = (void *)(long)skb->data;

	return data[30000];
}

SEC("tc") __failure __rule("memory.alignment")
int atomic_between_two_words(struct __sk_buff *skb)
{
	struct row *found = row();

	if (!found)
		return 0;
	__sync_fetch_and_add((__u64 *)((void *)found + 4), 1);
	return 0;
}

SEC("tc") __failure __rule("memory.object-variable-offset")
int behind_the_object(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);
	__u64 offset = skb->len & 127;
	__u64 value;

	if (!item)
		return 0;
	value = *((volatile __u8 *)item + offset);
	bpf_obj_drop(item);
	return value;
}

/* Pointers and the stack. */

SEC("tc") __failure __rule("memory.partial-spill")
__description("the saved pointer is not what it was")
int pointer_overwritten_by_half(struct __sk_buff *skb)
{
	__u64 value = 0;
	struct row *found = row();

	if (!found)
		return 0;
	asm volatile("*(u64 *)(r10 - 8) = %[found]; *(u32 *)(r10 - 8) = r10;"
		     "r1 = *(u64 *)(r10 - 8); %[value] = *(u64 *)(r1 + 0)"
		     : [value] "=r"(value)
		     : [found] "r"(found)
		     : "r1", "memory");
	return value;
}

SEC("tc") __failure __rule("register.frame-pointer-write")
int moved_frame_pointer(struct __sk_buff *skb)
{
	asm volatile("r10 += -4096; r1 = 1; *(u64 *)(r10 - 8) = r1" ::: "r1", "memory");
	return 0;
}

SEC("tc") __failure __rule("pointer.bitwise")
int masked_pointer(struct __sk_buff *skb)
{
	__u64 value = 0;
	struct row *found = row();

	if (!found)
		return 0;
	asm volatile("%[found] &= 0xffff; %[value] = *(u64 *)(%[found] + 0)"
		     : [value] "=r"(value), [found] "+r"(found)
		     :
		     : "memory");
	return value;
}

SEC("tc") __failure __rule("pointer.operator")
int doubled_pointer(struct __sk_buff *skb)
{
	__u64 value = 0;
	struct row *found = row();

	if (!found)
		return 0;
	asm volatile("%[found] *= 2; %[value] = *(u64 *)(%[found] + 0)"
		     : [value] "=r"(value), [found] "+r"(found)
		     :
		     : "memory");
	return value;
}

SEC("tc") __failure __rule("pointer.plus-pointer")
int sum_of_pointers(struct __sk_buff *skb)
{
	__u64 value = 0;
	struct row *found = row();

	if (!found)
		return 0;
	asm volatile("%[found] += %[found]; %[value] = *(u64 *)(%[found] + 0)"
		     : [value] "=r"(value), [found] "+r"(found)
		     :
		     : "memory");
	return value;
}

SEC("tc") __failure __rule("pointer.unbounded-offset")
int moved_by_anything(struct __sk_buff *skb)
{
	struct row *found = row();
	__u64 index;

	if (!found)
		return 0;
	index = found->cells[0];
	found->cells[0] = 1ULL << 32;
	opaque(index);
	return *((volatile __u8 *)found + index);
}

SEC("tc") __failure __rule("pointer.offset-out-of-bounds")
int moved_far_down(struct __sk_buff *skb)
{
	struct row *found = row();
	__s64 index = skb->len & 1;

	if (!found)
		return 0;
	index -= 1LL << 30;
	opaque(index);
	return *((volatile __u8 *)found + index);
}

SEC("tc") __failure __rule("pointer.offset-too-large")
int moved_far_up(struct __sk_buff *skb)
{
	__u64 value = 0;
	struct row *found = row();

	if (!found)
		return 0;
	asm volatile("%[found] += 0x1fffffff; %[found] += 0x1fffffff; %[found] += 0x1fffffff;"
		     "%[value] = *(u8 *)(%[found] + 0)"
		     : [value] "=r"(value), [found] "+r"(found)
		     :
		     : "memory");
	return value;
}

static __noinline __u64 *own_frame(__u64 number)
{
	__u64 *place = NULL;

	asm volatile("*(u64 *)(r10 - 8) = %[number]; %[place] = r10; %[place] += -8"
		     : [place] "=r"(place)
		     : [number] "r"(number)
		     : "memory");
	return place;
}

SEC("tc") __failure __rule("pointer.returns-stack")
int frame_of_a_call_that_returned(struct __sk_buff *skb)
{
	return *own_frame(skb->len);
}

/* Calls. */

__noinline int fills(__u64 *place)
{
	if (place)
		*place = 1;
	return 0;
}

SEC("tc") __failure
__description("what was known to be 0 is not")
int filled_at_an_unknown_place(struct __sk_buff *skb)
{
	volatile __u64 places[2] = {};
	__u64 zero;

	fills((__u64 *)((void *)places + (skb->len & 8)));
	zero = places[0] | places[1];
	if (zero)
		return *(volatile __u32 *)((void *)(long)skb->data);
	return 0;
}

SEC("tc") __failure __rule("map.function-not-for-type")
int number_taken_for_a_map(struct __sk_buff *skb)
{
	__u64 number = 1ULL << 40;
	__u64 *value;
	__u32 key = 0;
	void *map;

	bpf_map_update_elem(&outer, &key, &number, BPF_ANY);
	map = bpf_map_lookup_elem(&outer, &key);
	if (!map)
		return 0;
	value = bpf_map_lookup_elem(map, &key);
	return value ? *value : 0;
}

SEC("tc") __failure __rule("call.negative-size")
int size_below_zero(struct __sk_buff *skb)
{
	__u32 words[8] = {};
	__s64 size = skb->len & 16;

	size -= 12;
	opaque(size);
	return bpf_csum_diff(words, size, NULL, 0, 0);
}

LICENSE("GPL");
