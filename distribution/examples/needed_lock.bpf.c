/* What the rules of resilient locks and of interrupts keep from happening: NEEDED.tsv says which. */
#include "example.h"

#define SOMEBODY 77 /* a number that no run has */

struct guarded {
	__u64 count;
	struct bpf_res_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} unguarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 16);
} untyped SEC(".maps");

private(a) struct bpf_res_spin_lock lock_a;
private(b) struct bpf_res_spin_lock lock_b;

static __u32 first;

SEC("tc") __failure __rule("lock.map-without-types")
int bytes_taken_for_a_lock(struct __sk_buff *skb)
{
	__u64 *value = bpf_map_lookup_elem(&untyped, &first);

	if (!value)
		return 0;
	*value = 1;
	bpf_spin_lock((void *)value);
	bpf_spin_unlock((void *)value);
	return 0;
}

SEC("tc") __failure __rule("lock.res-map-without-types")
int bytes_taken_for_a_resilient_lock(struct __sk_buff *skb)
{
	__u64 *value = bpf_map_lookup_elem(&untyped, &first);

	if (!value)
		return 0;
	*value = SOMEBODY;
	if (!bpf_res_spin_lock((void *)value))
		bpf_res_spin_unlock((void *)value);
	return 0;
}

SEC("tc") __failure __rule("lock.no-res-lock")
int value_taken_for_a_resilient_lock(struct __sk_buff *skb)
{
	__u64 *value = bpf_map_lookup_elem(&unguarded, &first);

	if (!value)
		return 0;
	*value = SOMEBODY;
	if (!bpf_res_spin_lock((void *)value))
		bpf_res_spin_unlock((void *)value);
	return 0;
}

SEC("tc") __failure __rule("lock.res-wrong-offset")
int number_taken_for_a_resilient_lock(struct __sk_buff *skb)
{
	struct guarded *value = bpf_map_lookup_elem(&guarded, &first);

	if (!value)
		return 0;
	value->count = SOMEBODY;
	if (!bpf_res_spin_lock((void *)&value->count))
		bpf_res_spin_unlock((void *)&value->count);
	return 0;
}

SEC("tc") __failure __rule("lock.res-offset-not-constant")
int resilient_lock_at_an_unknown_place(struct __sk_buff *skb)
{
	struct guarded *value = bpf_map_lookup_elem(&guarded, &first);
	void *place;

	if (!value)
		return 0;
	value->count = SOMEBODY;
	place = (void *)value + (skb->mark & 8);
	if (!bpf_res_spin_lock(place))
		bpf_res_spin_unlock(place);
	return 0;
}

SEC("tc") __failure __rule("lock.res-wrong-pointer")
int number_taken_for_an_address(struct __sk_buff *skb)
{
	if (!bpf_res_spin_lock((void *)16))
		bpf_res_spin_unlock((void *)16);
	return 0;
}

SEC("tc") __failure __rule("lock.res-different-lock")
int releases_what_it_does_not_hold(struct __sk_buff *skb)
{
	if (bpf_res_spin_lock(&lock_a))
		return 0;
	bpf_res_spin_unlock(&lock_b);
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __rule("lock.res-not-held-at-unlock")
int releases_what_nobody_holds(struct __sk_buff *skb)
{
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __rule("interrupt.not-on-stack")
int flags_at_a_number(struct __sk_buff *skb)
{
	bpf_local_irq_save((void *)16);
	bpf_local_irq_restore((void *)16);
	return 0;
}

SEC("tc") __failure __rule("interrupt.in-use")
int flags_saved_over(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_local_irq_save(&flags);
	bpf_local_irq_restore(&flags);
	return 0;
}

LICENSE("GPL");
