/* Functions that call back: loops, walks of maps, and timers. */
#include "example.h"
#include "callback.h"

struct item {
	__u64 value;
};

struct state {
	__u64 sum;
	struct item *item;
};

struct alarm {
	__u64 rings;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct alarm);
} alarms SEC(".maps");

int numbers[10];

static int add(__u32 i, struct state *state)
{
	state->sum += i;
	return 0;
}

SEC("tc") __success __retval(4950) __description("a callback for each number, which adds it up")
int sum(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(100, add, &state, 0);
	return state.sum;
}

static int until_five(__u32 i, void *nothing)
{
	return i == 5;
}

SEC("tc") __success __retval(6) __description("1 ends the loop; the result tells how often it went round")
int stopped(struct __sk_buff *skb)
{
	return bpf_loop(100, until_five, NULL, 0);
}

SEC("tc") __success __retval(-7) __description("more than 2^23 rounds are an error")
int too_often(struct __sk_buff *skb)
{
	return bpf_loop((1 << 23) + 1, until_five, NULL, 0);
}

SEC("tc") __success __retval(-22) __description("no flags are known")
int flags(struct __sk_buff *skb)
{
	return bpf_loop(1, until_five, NULL, 1);
}

static int count_up(__u32 i, struct state *state)
{
	state->sum++;
	return 0;
}

SEC("tc") __success __retval(1000000) __description("a counter need not be followed to its end")
int many_rounds(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(1000000, count_up, &state, 0);
	return state.sum;
}

static int note(__u32 i, struct state *state)
{
	numbers[state->sum] = i;
	state->sum++;
	return 0;
}

SEC("tc") __success __retval(9) __description("ten rounds keep an index below ten")
int few_rounds(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(10, note, &state, 0);
	return numbers[9];
}

static int inner(__u32 i, struct state *state)
{
	state->sum++;
	return 0;
}

static int outer(__u32 i, struct state *state)
{
	bpf_loop(i, inner, state, 0);
	return 0;
}

SEC("tc") __success __retval(45) __description("a loop in a loop, its length in the hands of the outer one")
int nested(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(10, outer, &state, 0);
	return state.sum;
}

static int replace(__u32 i, struct state *state)
{
	struct item *item = bpf_obj_new(typeof(*item));

	if (!item)
		return 1;
	item->value = state->item->value + 1;
	bpf_obj_drop(state->item);
	state->item = item;
	return 0;
}

SEC("tc") __success __retval(5) __description("each round gives back its caller's object and leaves another")
int object_handed_on(struct __sk_buff *skb)
{
	struct state state = {};
	int result;

	state.item = bpf_obj_new(typeof(*state.item));
	if (!state.item)
		return -1;
	state.item->value = 0;
	bpf_loop(5, replace, &state, 0);
	result = state.item->value;
	bpf_obj_drop(state.item);
	return result;
}

static int take_care(__u32 i, struct state *state)
{
	if (state->item)
		bpf_obj_drop(state->item);
	state->item = NULL;
	return 0;
}

SEC("tc") __success __retval(0) __description("whether the callback has given it back already, the pointer tells")
int object_given_back_once(struct __sk_buff *skb)
{
	struct state state = {};

	state.item = bpf_obj_new(typeof(*state.item));
	if (!state.item)
		return -1;
	bpf_loop(3, take_care, &state, 0);
	if (state.item)
		bpf_obj_drop(state.item);
	return 0;
}

static int visit(void *map, __u32 *key, __u64 *value, struct state *state)
{
	state->sum += *key * *value;
	*value = 0;
	return 0;
}

SEC("tc") __success __retval(40) __description("every element of a hash: 1 * 10 + 3 * 10")
int walk_hash(struct __sk_buff *skb)
{
	struct state state = {};
	__u64 value = 10;
	__u32 key = 1;

	bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
	key = 3;
	bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
	if (bpf_for_each_map_elem(&hash, visit, &state, 0) != 2)
		return -1;
	return state.sum;
}

static int forget(void *map, __u32 *key, __u64 *value, void *nothing)
{
	bpf_map_delete_elem(map, key);
	return 0;
}

SEC("tc") __success __retval(0) __description("a callback deletes the element that it is given")
int empty_hash(struct __sk_buff *skb)
{
	__u64 value = 10;
	__u32 key = 7;

	bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
	bpf_for_each_map_elem(&hash, forget, NULL, 0);
	return bpf_map_lookup_elem(&hash, &key) ? -1 : 0;
}

static int fill(void *map, __u32 *key, __u64 *value, struct state *state)
{
	*value = *key + 1;
	state->sum += *value;
	return *key == 2;
}

SEC("tc") __success __retval(6) __description("the elements of an array in order, until the callback has enough")
int walk_array(struct __sk_buff *skb)
{
	struct state state = {};

	if (bpf_for_each_map_elem(&array, fill, &state, 0) != 3)
		return -1;
	return state.sum;
}

static int ring(void *map, __u32 *key, struct alarm *alarm)
{
	alarm->rings++;
	return 0;
}

SEC("tc") __success __retval(0) __description("a timer: made, told what to do, started; it expires after the program")
int start_timer(struct __sk_buff *skb)
{
	struct alarm *alarm;
	__u32 key = 0;

	alarm = bpf_map_lookup_elem(&alarms, &key);
	if (!alarm)
		return -1;
	bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&alarm->timer, ring);
	return bpf_timer_start(&alarm->timer, 1000, 0);
}

SEC("tc") __success __retval(1) __description("a timer that is cancelled was running, and does nothing")
int cancel_timer(struct __sk_buff *skb)
{
	struct alarm *alarm;
	__u32 key = 0;

	alarm = bpf_map_lookup_elem(&alarms, &key);
	if (!alarm)
		return -1;
	bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&alarm->timer, ring);
	bpf_timer_start(&alarm->timer, 1000, 0);
	return bpf_timer_cancel(&alarm->timer);
}

static int ring_again(void *map, __u32 *key, struct alarm *alarm)
{
	alarm->rings++;
	bpf_timer_set_callback(&alarm->timer, ring_again);
	bpf_timer_start(&alarm->timer, 1000, 0);
	return 0;
}

SEC("tc") __success __retval(0) __description("a timer that sets itself again, for ever")
int ring_for_ever(struct __sk_buff *skb)
{
	struct alarm *alarm;
	__u32 key = 0;

	alarm = bpf_map_lookup_elem(&alarms, &key);
	if (!alarm)
		return -1;
	bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&alarm->timer, ring_again);
	return bpf_timer_start(&alarm->timer, 1000, 0);
}

SEC("tc") __success __retval(-22) __description("a timer that nobody made cannot be started")
int start_unmade(struct __sk_buff *skb)
{
	struct alarm *alarm;
	__u32 key = 0;

	alarm = bpf_map_lookup_elem(&alarms, &key);
	return alarm ? bpf_timer_start(&alarm->timer, 1000, 0) : -1;
}

LICENSE("GPL");
