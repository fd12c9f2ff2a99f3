/* The traps of the proposal (§11 of its rule book): callbacks, boundaries, and what two paths know. */
#include "traps.h"

struct found {
	struct item *item;
	struct item *other;
	__u64 sum;
};

/* 10: while a list is iterated only the element leaves it */

static long unlocks(struct item *elem, void *ctx)
{
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	return 0;
}

SEC("tc")
__failure __rule("collection.unlock-iterated")
int t10_unlock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, unlocks, 0, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long removes_other(struct item *elem, struct found *c)
{
	if (c->other) {
		struct item *x = bpf_list_remove(&c->other->n1, &a);

		c->other = 0;
		bpf_list_add(&x->n1, &b1);
	}
	return 0;
}

SEC("tc")
__failure __rule("list.not-the-element")
int t10_other(struct __sk_buff *skb)
{
	struct found c = {};

	bpf_spin_lock(&lock);
	c.other = bpf_list_first(&a);
	bpf_list_for_each(&a, removes_other, &c, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long inner(struct item *elem, void *ctx)
{
	return 0;
}

static long outer(struct item *elem, void *ctx)
{
	bpf_list_for_each(&a, inner, 0, 0);
	return 0;
}

SEC("tc")
__failure __rule("list.iterated")
int t10_nested(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, outer, 0, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long frees(struct item *elem, void *ctx)
{
	bpf_kptr_free(elem);
	return 0;
}

SEC("tc")
__failure
int t10_free(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, frees, 0, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long takes(struct item *elem, struct found *c)
{
	c->item = bpf_list_remove(&elem->n1, &a);
	return 1;
}

SEC("tc")
__success __retval(0)
int t10_take_one(struct __sk_buff *skb)
{
	struct found c = {};

	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, takes, &c, 0);
	bpf_spin_unlock(&lock);
	if (c.item)
		end_item(c.item);
	return 0;
}

/* 11: the dying list may not be reached */

static long drains_again(struct item *o, struct folder **dying)
{
	end_item(o);
	bpf_list_head_fini(&(*dying)->items, drain_items, 0);
	return 0;
}

SEC("tc")
__failure __rule("pointer.poisoned")
int t11_fini_in_drain(struct __sk_buff *skb)
{
	struct folder *o = make_folder();
	struct folder *dying = o;

	if (!o)
		return 0;
	bpf_list_head_fini(&o->items, drains_again, &dying);
	bpf_kptr_free(o);
	return 0;
}

/* 12: a pointer field that was not constructed */

SEC("tc")
__failure __rule("kptr.holder-not-live")
int t12_not_constructed(struct __sk_buff *skb)
{
	struct box *o = new(struct box);
	struct item *y;

	if (!o)
		return 0;
	y = bpf_kptr_xchg(&o->item, 0);
	if (y)
		end_item(y);
	bpf_kptr_free(o);
	return 0;
}

/* 14: an answer must be looked at itself */

SEC("tc")
__failure
int t14_answer_overwritten(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);
	__u32 c = skb->len;
	bool r;

	if (!o)
		return 0;
	r = bpf_refcount_put(o);
	opaque(r);
	if (c == 7)
		r = 1;
	if (r)
		end_shared(o);
	return 0;
}

SEC("tc")
__failure
int t14_the_other_order(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);
	__u32 c = skb->len;
	bool r;

	if (!o)
		return 0;
	r = bpf_refcount_put(o);
	opaque(r);
	if (c != 7)
		goto ask;
	r = 1;
ask:
	if (!r)
		return 0;
	end_shared(o);
	return 0;
}

/* 15: boundaries */

SEC("tc")
__failure __rule("reference.leak")
int t15_exit_constructing(struct __sk_buff *skb)
{
	struct item *o = new(struct item);

	if (!o)
		return 0;
	bpf_list_node_init(&o->n1);
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

SEC("tc")
__failure __rule("reference.leak")
int t15_tail_call_owing(struct __sk_buff *skb)
{
	struct item *o = make_item(1);

	if (!o)
		return 0;
	bpf_tail_call(skb, &programs, 0);
	end_item(o);
	return 0;
}

SEC("tc")
__failure __rule("owner.claim-lost") __under("unknown-nodes=owner+claim")
int t15_exchange_claimed(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *o;

	if (!v)
		return 0;
	o = bpf_kptr_get(&v->full);
	if (!o)
		return 0;
	if (bpf_list_claim_node(&o->n1)) {
		o = bpf_kptr_xchg(&v->full, o);
		if (o)
			put_full(o);
		return 0;
	}
	put_full(o);
	return 0;
}

SEC("syscall")
__failure __rule("rcu.held")
int t15_exit_in_a_section(void *ctx)
{
	bpf_rcu_read_lock();
	return 0;
}

SEC("tc")
__failure __rule("lock.held")
int t15_exit_locked(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	return 0;
}

__noinline int looks_at(__u64 *data)
{
	if (!data)
		return 0;
	return *data;
}

SEC("tc")
__failure __rule("allocator.global-not-live")
int t15_global_constructing(struct __sk_buff *skb)
{
	struct item *o = new(struct item);
	int data;

	if (!o)
		return 0;
	o->data = 1;
	data = looks_at(&o->data);
	bpf_kptr_free(o);
	return data;
}

/* 16: what a published object holds is published */

SEC("tc")
__failure __rule("refcount.not-private")
int t16_kept_by_another(struct __sk_buff *skb)
{
	struct keeper *f = make_keeper();
	struct shared *o;

	if (!f)
		return 0;
	o = make_shared(2, 1);
	if (!o) {
		end_keeper(f);
		return 0;
	}
	if (bpf_kptr_xchg(&f->shared, o)) {
	}
	bpf_refcount_set(&o->ref, 1);
	if (bpf_refcount_put(o))
		end_shared(o);
	end_keeper(f);
	return 0;
}

SEC("tc")
__failure
int t16_given_to_a_map(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct item *o, *old;

	if (!v)
		return 0;
	o = make_item(1);
	if (!o)
		return 0;
	old = bpf_kptr_xchg(&v->item, o);
	if (old)
		end_item(old);
	return o->data;
}

SEC("tc")
__success __retval(0)
int t16_out_of_a_map(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct item *y;

	if (!v)
		return 0;
	y = bpf_kptr_xchg(&v->item, 0);
	if (!y)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&y->n1, &a);
	bpf_spin_unlock(&lock);
	return 1;
}

/* 17: what is found may be what was given */

SEC("tc")
__failure __rule("list.already-linked")
int t17_given_and_found(struct __sk_buff *skb)
{
	struct shared *o = make_shared(2, 1);
	struct shared *x;

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	x = bpf_list_first(&shareds);
	if (x) {
		bpf_refcount_inc(&x->ref, 1);
		bpf_list_add(&x->n2, &shareds2);
	}
	bpf_list_add(&o->n2, &shareds4);
	bpf_spin_unlock(&lock);
	return 0;
}

/* 19: loops that move converge; loops that pile up leak */

static long moves(struct item *elem, void *ctx)
{
	struct item *x = bpf_list_remove(&elem->n1, &a);

	bpf_list_add(&x->n1, &b1);
	return 0;
}

SEC("tc")
__success __retval(0)
int t19_move_all(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, moves, 0, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long piles_up(struct item *elem, struct found *c)
{
	c->item = bpf_list_remove(&elem->n1, &a);
	return 0;
}

SEC("tc")
__failure __rule("reference.leak")
int t19_pile_up(struct __sk_buff *skb)
{
	struct found c = {};

	bpf_spin_lock(&lock);
	bpf_list_for_each(&a, piles_up, &c, 0);
	bpf_spin_unlock(&lock);
	if (c.item)
		end_item(c.item);
	return 0;
}

/* 20: the verifier knows what it counts */

SEC("tc")
__success __retval(0) __under("refcount=helper")
int t20_first_put_is_not_the_last(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);
	struct shared *p;

	if (!o)
		return 0;
	p = bpf_refcount_acquire(o);
	bpf_refcount_put(o);
	if (bpf_refcount_put(p))
		end_shared(p);
	return 0;
}

/* 21: two arms meet, and only one knows that the two are distinct */

SEC("tc")
__failure __rule("list.not-on-it")
int t21_distinct_first(struct __sk_buff *skb)
{
	struct item *x, *y, *spare;
	__u32 c = skb->len;

	x = make_item(1);
	if (!x)
		return 0;
	spare = make_item(2);
	if (!spare) {
		end_item(x);
		return 0;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&x->n1, &a);
	bpf_list_add(&spare->n1, &a);
	if (c == 7) {
		y = bpf_list_first(&a);
		if (!y) {
			bpf_spin_unlock(&lock);
			return 0;
		}
	} else {
		y = spare;
	}
	x = bpf_list_remove(&x->n1, &a);
	y = bpf_list_remove(&y->n1, &a);
	bpf_spin_unlock(&lock);
	end_item(x);
	end_item(y);
	return 0;
}

SEC("tc")
__failure __rule("list.not-on-it")
int t21_distinct_last(struct __sk_buff *skb)
{
	struct item *x, *y, *spare;
	__u32 c = skb->len;

	x = make_item(1);
	if (!x)
		return 0;
	spare = make_item(2);
	if (!spare) {
		end_item(x);
		return 0;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&x->n1, &a);
	bpf_list_add(&spare->n1, &a);
	if (c != 7) {
		y = bpf_list_first(&a);
		if (!y) {
			bpf_spin_unlock(&lock);
			return 0;
		}
	} else {
		y = spare;
	}
	x = bpf_list_remove(&x->n1, &a);
	y = bpf_list_remove(&y->n1, &a);
	bpf_spin_unlock(&lock);
	end_item(x);
	end_item(y);
	return 0;
}

LICENSE("GPL");
