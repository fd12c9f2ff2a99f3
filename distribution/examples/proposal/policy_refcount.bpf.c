/* refcount: who counts. A note is put on two boards under one lock, in each of the two ways. The caches are the long
   version. */
#include "proposal_example.h"

struct note {
	__u64 number;
	struct bpf_refcount ref;
	struct bpf_list_node here;
	struct bpf_list_node there;
};

private(boards) struct bpf_spin_lock lock;
private(boards) struct bpf_list_head left __value(struct, note, here);
private(boards) struct bpf_list_head right __value(struct, note, there);

static struct note *make(__u64 number)
{
	struct note *note = new(struct note);

	if (!note)
		return NULL;
	note->number = number;
	bpf_list_node_init(&note->here);
	bpf_list_node_init(&note->there);
	return note;
}

static void put(struct note *note)
{
	if (bpf_refcount_put(note)) {
		bpf_list_node_fini(&note->here);
		bpf_list_node_fini(&note->there);
		bpf_kptr_free(note);
	}
}

SEC("tc") __success __retval(0) __under("refcount=caller")
__description("three references at once; two are moved, one is kept and given back")
int caller_counts(struct __sk_buff *skb)
{
	struct note *note = make(skb->len);

	if (!note)
		return -ENOMEM;
	bpf_refcount_set(&note->ref, 3);
	bpf_spin_lock(&lock);
	bpf_list_add(&note->here, &left);
	bpf_list_add(&note->there, &right);
	bpf_spin_unlock(&lock);
	put(note);
	return 0;
}

SEC("tc") __success __retval(0) __under("refcount=helper")
__description("each add takes one, and the program keeps its own until it gives it back")
int helper_counts(struct __sk_buff *skb)
{
	struct note *note = make(skb->len);

	if (!note)
		return -ENOMEM;
	bpf_refcount_set(&note->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&note->here, &left);
	bpf_list_add(&note->there, &right);
	bpf_spin_unlock(&lock);
	put(note);
	return 0;
}

SEC("tc") __success __retval(1) __under("refcount=caller")
__description("a second reference for whoever comes, by inc: two puts, and only the second may be the last")
int caller_takes_another(struct __sk_buff *skb)
{
	struct note *note = make(1);
	int number;

	if (!note)
		return -ENOMEM;
	bpf_refcount_set(&note->ref, 1);
	bpf_refcount_inc(&note->ref, 1);
	number = note->number;
	bpf_refcount_put(note);
	put(note);
	return number;
}

SEC("tc") __success __retval(1) __under("refcount=helper")
__description("the same by acquire, which gives the same object again")
int helper_takes_another(struct __sk_buff *skb)
{
	struct note *note = make(1), *again;
	int number;

	if (!note)
		return -ENOMEM;
	bpf_refcount_set(&note->ref, 1);
	again = bpf_refcount_acquire(note);
	number = again->number;
	bpf_refcount_put(note);
	put(again);
	return number;
}

SEC("tc") __failure __rule("list.not-owned") __under("refcount=caller")
__msg("bpf_list_add needs a reference to give away: R1 has static_ref=0")
__description("where functions only move references, one cannot be moved twice")
int one_for_two(struct __sk_buff *skb)
{
	struct note *note = make(skb->len);

	if (!note)
		return -ENOMEM;
	bpf_refcount_set(&note->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&note->here, &left);
	bpf_list_add(&note->there, &right);
	bpf_spin_unlock(&lock);
	return 0;
}

LICENSE("GPL");
