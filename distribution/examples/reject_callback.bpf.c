/* Rules of functions that call back: one program, one rule. */
#include "example.h"
#include "callback.h"

struct item {
	__u64 value;
};

struct state {
	__u64 i;
	struct item *item;
	int *number;
};

struct alarm {
	__u64 rings;
	struct bpf_timer timer;
};

struct other_alarm {
	struct bpf_timer timer;
	__u64 a, b, c;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct alarm);
} alarms SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct other_alarm);
} other_alarms SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64[4]);
} plain SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 32);
} untyped SEC(".maps");

private(lock) struct bpf_spin_lock lock;
private(lock) __u64 total;

int numbers[10];

static __always_inline void *first(void *map)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(map, &key);
}

static int nothing(__u32 i, void *context)
{
	return 0;
}

static int two(__u32 i, void *context)
{
	return 2;
}

SEC("tc") __failure __rule("program.return-range")
__msg("At callback return the register R0 has smin=2 smax=2 should have been in [0, 1]")
int returns_two(struct __sk_buff *skb)
{
	bpf_loop(5, two, NULL, 0);
	return 0;
}

__noinline int shared(__u32 i, void *context)
{
	return i & 1;
}

SEC("tc") __failure __rule("program.callback-not-static")
int callback_is_global(struct __sk_buff *skb)
{
	bpf_loop(5, shared, NULL, 0);
	return 0;
}

SEC("tc") __failure __rule("call.argument-type")
__msg("R3 type=ctx expected=fp")
int context_is_no_stack(struct __sk_buff *skb)
{
	bpf_loop(5, nothing, skb, 0);
	return 0;
}

SEC("tc") __failure __rule("call.argument-type")
__msg("R2 type=scalar expected=func")
int no_callback(struct __sk_buff *skb)
{
	bpf_loop(5, NULL, NULL, 0);
	return 0;
}

static int step(__u32 i, struct state *state)
{
	numbers[state->i]++;
	state->i++;
	return 0;
}

SEC("tc") __failure __rule("memory.bounds")
int index_grows(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(11, step, &state, 0);
	return 0;
}

/* §10 of the discussion: verified once, the callback looks harmless */
static int seed(__u32 i, struct state *state)
{
	if (state->i == 0)
		state->i = 7;
	else
		state->i = 1 << 20;
	return 0;
}

SEC("tc") __failure __rule("memory.bounds")
int second_round_matters(struct __sk_buff *skb)
{
	struct state state = {};

	bpf_loop(10, seed, &state, 0);
	numbers[state.i] = 1;
	return 0;
}

static int clear(__u32 i, struct state *state)
{
	state->number = NULL;
	return 0;
}

SEC("tc") __failure __rule("memory.not-a-pointer")
__msg("invalid mem access 'scalar'")
int pointer_cleared(struct __sk_buff *skb)
{
	struct state state = { .number = &numbers[0] };

	bpf_loop(5, clear, &state, 0);
	return *state.number;
}

static int acquire(__u32 i, void *context)
{
	struct item *item = bpf_obj_new(typeof(*item));

	return !item;
}

SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int acquired_in_callback(struct __sk_buff *skb)
{
	bpf_loop(5, acquire, NULL, 0);
	return 0;
}

static int drop(__u32 i, struct state *state)
{
	bpf_obj_drop(state->item);
	return 1;
}

/* the callback might not run at all */
SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int released_in_callback(struct __sk_buff *skb)
{
	struct state state = {};

	state.item = bpf_obj_new(typeof(*state.item));
	if (!state.item)
		return 0;
	bpf_loop(1, drop, &state, 0);
	return 0;
}

static int take(__u32 i, void *context)
{
	bpf_spin_lock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.call-in-section")
int locked_in_callback(struct __sk_buff *skb)
{
	bpf_loop(2, take, NULL, 0);
	return 0;
}

SEC("tc") __failure __rule("lock.call-in-section")
__msg("function calls are not allowed while holding a lock")
int loop_under_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_loop(2, nothing, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static int visit(void *map, __u32 *key, __u64 *value, void *context)
{
	return 0;
}

SEC("tc") __failure __rule("callback.map-kind")
__msg("callback function not allowed for map")
int walk_programs(struct __sk_buff *skb)
{
	bpf_for_each_map_elem(&programs, visit, NULL, 0);
	return 0;
}

static int write_key(void *map, __u32 *key, __u64 *value, void *context)
{
	*key = 1;
	return 0;
}

SEC("tc") __failure __rule("memory.key-write")
__msg("write to change key R{{[0-9]}} not allowed")
int key_written(struct __sk_buff *skb)
{
	__u32 key = 5;
	__u64 value = 1;

	bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
	bpf_for_each_map_elem(&hash, write_key, NULL, 0);
	return 0;
}

static int beyond(void *map, __u32 *key, __u64 *value, struct state *state)
{
	state->i += value[1];
	return 0;
}

SEC("tc") __failure __rule("memory.bounds")
int behind_the_value(struct __sk_buff *skb)
{
	struct state state = {};
	__u32 key = 5;
	__u64 value = 1;

	bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
	bpf_for_each_map_elem(&hash, beyond, &state, 0);
	return state.i;
}

static int ring(void *map, __u32 *key, struct alarm *alarm)
{
	alarm->rings++;
	return 0;
}

static int ring_one(void *map, __u32 *key, struct alarm *alarm)
{
	return 1;
}

SEC("tc") __failure __rule("program.return-range")
__msg("At async callback return the register R0 has smin=1 smax=1 should have been in [0, 0]")
int timer_returns_one(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);

	if (alarm)
		bpf_timer_set_callback(&alarm->timer, ring_one);
	return 0;
}

static int ring_and_leak(void *map, __u32 *key, struct alarm *alarm)
{
	bpf_obj_new(struct item);
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int timer_leaks(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);

	if (alarm) {
		bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
		bpf_timer_set_callback(&alarm->timer, ring_and_leak);
		bpf_timer_start(&alarm->timer, 0, 0);
	}
	return 0;
}

SEC("tc") __failure __rule("call.argument-type")
__msg("R1 type=fp expected=map_value")
int timer_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_timer timer = {};

	bpf_timer_cancel(&timer);
	return 0;
}

SEC("tc") __failure __rule("timer.other-map")
__msg("timer pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0")
int timer_of_another_map(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);

	if (alarm)
		bpf_timer_init(&alarm->timer, &other_alarms, CLOCK_MONOTONIC);
	return 0;
}

SEC("tc") __failure __rule("timer.wrong-offset")
__msg("off 0 doesn't point to 'struct bpf_timer' that is at 8")
int timer_elsewhere(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);

	if (alarm) {
		bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
		bpf_timer_set_callback(&alarm->timer, ring);
		alarm->rings = 0x1234;
		bpf_timer_start((void *)alarm, 0, 0);
	}
	return 0;
}

SEC("tc") __failure __rule("timer.offset-not-constant")
__msg("R1 doesn't have constant offset. bpf_timer has to be at the constant offset")
int timer_anywhere(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);
	__u64 offset;

	if (alarm) {
		offset = alarm->rings;
		bpf_timer_init(&alarm->timer, &alarms, CLOCK_MONOTONIC);
		bpf_timer_set_callback(&alarm->timer, ring);
		alarm->rings = 0x1234;
		bpf_timer_start((void *)alarm + (offset & 8), 0, 0);
	}
	return 0;
}

SEC("tc") __failure __rule("timer.none-in-map")
__msg("map 'plain' has no valid bpf_timer")
int no_timer(struct __sk_buff *skb)
{
	__u64 *value = first(&plain);

	if (value) {
		value[0] = 0x1234;
		value[1] = 5;
		bpf_timer_start((void *)value, 0, 0);
	}
	return 0;
}

SEC("tc") __failure __rule("timer.untyped-map")
__msg("map 'untyped' has to have BTF in order to use bpf_timer")
int timer_untyped(struct __sk_buff *skb)
{
	__u64 *value = first(&untyped);

	if (value) {
		value[0] = 0x1234;
		value[1] = 5;
		bpf_timer_start((void *)value, 0, 0);
	}
	return 0;
}

SEC("kprobe/x") __failure __rule("timer.tracing-program")
__msg("tracing progs cannot use bpf_timer yet")
int timer_in_tracing(void *ctx)
{
	struct alarm *alarm = first(&alarms);

	if (alarm)
		bpf_timer_cancel(&alarm->timer);
	return 0;
}

SEC("tc") __failure __rule("field.access-in-map-value")
int timer_touched(struct __sk_buff *skb)
{
	struct alarm *alarm = first(&alarms);

	if (alarm)
		*(volatile __u64 *)&alarm->timer = 0;
	return 0;
}

LICENSE("GPL");
