/* The traps of the proposal (§11 of its rule book): lists, references, lifecycles. */
#include "traps.h"

/* 1: two identities may be one object, unless they are distinct */

SEC("tc")
__failure __rule("list.not-on-it")
int t1_first_twice(struct __sk_buff *skb)
{
	struct item *x, *y;

	bpf_spin_lock(&lock);
	x = bpf_list_first(&a);
	y = bpf_list_first(&a);
	if (x && y) {
		x = bpf_list_remove(&x->n1, &a);
		y = bpf_list_remove(&y->n1, &a);
		bpf_spin_unlock(&lock);
		end_item(x);
		end_item(y);
		return 0;
	}
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc")
__success __retval(3)
int t1_two_allocated(struct __sk_buff *skb)
{
	struct item *x, *y;
	int sum;

	x = make_item(1);
	if (!x)
		return 0;
	y = make_item(2);
	if (!y) {
		end_item(x);
		return 0;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&x->n1, &a);
	bpf_list_add(&y->n1, &a);
	x = bpf_list_remove(&x->n1, &a);
	y = bpf_list_remove(&y->n1, &a);
	bpf_spin_unlock(&lock);
	sum = x->data + y->data;
	end_item(x);
	end_item(y);
	return sum;
}

/* 2: what was added may be what is found */

SEC("tc")
__failure __rule("list.not-on-it")
int t2_found_again(struct __sk_buff *skb)
{
	struct item *o, *x;

	o = make_item(1);
	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &a);
	x = bpf_list_first(&a);
	if (x) {
		x = bpf_list_remove(&x->n1, &a);
		o = bpf_list_remove(&o->n1, &a);
		bpf_spin_unlock(&lock);
		end_item(x);
		end_item(o);
		return 0;
	}
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc")
__failure __rule("list.not-on-it")
int t2_got_twice(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *o, *p;

	if (!v)
		return 0;
	o = bpf_kptr_get(&v->full);
	if (!o)
		return 0;
	p = bpf_kptr_get(&v->full);
	if (!p) {
		put_full(o);
		return 0;
	}
	bpf_spin_lock(&lock);
	if (bpf_list_owns_node(&o->n1, &fulls) && bpf_list_owns_node(&p->n1, &fulls)) {
		bpf_list_remove(&o->n1, &fulls);
		bpf_list_remove(&p->n1, &fulls);
		bpf_spin_unlock(&lock);
		put_full(o);
		put_full(o);
		put_full(p);
		put_full(p);
		return 0;
	}
	bpf_spin_unlock(&lock);
	put_full(o);
	put_full(p);
	return 0;
}

/* 3: without a count there is one owner */

SEC("tc")
__failure __rule("list.not-owned")
int t3_two_lists(struct __sk_buff *skb)
{
	struct item *o = make_item(1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &a);
	bpf_list_add(&o->n2, &b);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc")
__failure __rule("pointer.poisoned")
__msg("was given away by bpf_list_add at 30 and the lock was released at 33")
int t3_list_and_map(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct item *o, *old;

	if (!v)
		return 0;
	o = make_item(1);
	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &a);
	bpf_spin_unlock(&lock);
	old = bpf_kptr_xchg(&v->item, o);
	if (old)
		end_item(old);
	return 0;
}

/* 4: what is owed is counted */

SEC("tc")
__failure __rule("reference.leak")
int t4_one_still_owed(struct __sk_buff *skb)
{
	struct shared *o = make_shared(2, 1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	bpf_list_remove(&o->n1, &shareds);
	bpf_spin_unlock(&lock);
	if (bpf_refcount_put(o))
		end_shared(o);
	return 0;
}

SEC("tc")
__success __retval(0)
int t4_last_or_not(struct __sk_buff *skb)
{
	struct shared *o = make_shared(2, 1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	bpf_spin_unlock(&lock);
	if (bpf_refcount_put(o))
		end_shared(o);
	return 0;
}

/* 5: what is known under a lock ends with it */

SEC("tc")
__failure __rule("list.not-on-it")
int t5_stale_link(struct __sk_buff *skb)
{
	struct shared *o = make_shared(2, 1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	bpf_list_remove(&o->n1, &shareds);
	bpf_spin_unlock(&lock);
	if (bpf_refcount_sub(o, 2))
		end_shared(o);
	return 0;
}

SEC("tc")
__failure __rule("list.not-on-it")
int t5_stale_answer(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *n;
	bool owns;

	if (!v)
		return 0;
	n = bpf_kptr_get(&v->full);
	if (!n)
		return 0;
	bpf_spin_lock(&lock);
	owns = bpf_list_owns_node(&n->n1, &fulls);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	if (owns) {
		bpf_list_remove(&n->n1, &fulls);
		bpf_spin_unlock(&lock);
		put_full(n);
	} else {
		bpf_spin_unlock(&lock);
	}
	put_full(n);
	return 0;
}

/* 7: outcomes must be settled */

SEC("tc")
__failure __rule("reference.leak")
int t7_unsettled(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);

	if (!o)
		return 0;
	bpf_refcount_put(o);
	return 0;
}

SEC("tc")
__success __retval(0)
int t7_settled(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);

	if (!o)
		return 0;
	if (bpf_refcount_put(o)) {
		bpf_list_node_fini(&o->n1);
		bpf_list_node_fini(&o->n2);
		bpf_kptr_free(o);
	}
	return 0;
}

SEC("tc")
__failure __rule("reference.leak")
int t7_last_is_dropped(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);

	if (!o)
		return 0;
	if (bpf_refcount_put(o))
		return 0;
	return 1;
}

/* 8: single ownership */

SEC("tc")
__failure __rule("refcount.not-one")
int t8_nothing_left_to_ask_for(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	if (bpf_refcount_single(o)) {
		bpf_spin_unlock(&lock);
		return 1;
	}
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc")
__failure __rule("refcount.not-private") __under("refcount=helper")
int t8_set_with_two_references(struct __sk_buff *skb)
{
	struct shared *o = make_shared(1, 1);
	struct shared *p;

	if (!o)
		return 0;
	p = bpf_refcount_acquire(o);
	bpf_refcount_set(&o->ref, 1);
	if (bpf_refcount_put(p))
		end_shared(p);
	return 0;
}

SEC("tc")
__failure __rule("refcount.linked")
int t8_set_while_linked(struct __sk_buff *skb)
{
	struct shared *o = make_shared(2, 1);

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &shareds);
	bpf_refcount_set(&o->ref, 1);
	bpf_spin_unlock(&lock);
	if (bpf_refcount_put(o))
		end_shared(o);
	return 0;
}

SEC("tc")
__failure __rule("refcount.frozen")
int t8_put_of_a_frozen_one(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *o;

	if (!v)
		return 0;
	o = bpf_kptr_get(&v->full);
	if (!o)
		return 0;
	if (bpf_refcount_single(o)) {
		put_full(o);
		return 1;
	}
	put_full(o);
	return 0;
}

/* 9: who counts up must know that the count is not zero; what is borrowed ends */

SEC("tc")
__failure __rule("refcount.not-owned")
int t9_count_up_of_what_is_read(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *q;

	if (!v)
		return 0;
	q = v->full;
	if (!q)
		return 0;
	bpf_refcount_inc(&q->ref, 1);
	put_full(q);
	return 0;
}

SEC("tc")
__failure __rule("pointer.poisoned")
int t9_borrowed_from_a_private_list(struct __sk_buff *skb)
{
	struct folder *o = make_folder();
	struct item *x, *y;
	int data = 0;

	if (!o)
		return 0;
	if (bpf_refcount_single(o)) {
		x = bpf_list_first(&o->items);
		y = bpf_list_pop_front(&o->items);
		if (y)
			end_item(y);
		if (x)
			data = x->data;
	}
	if (bpf_refcount_put(o))
		end_folder(o);
	return data;
}

LICENSE("GPL");
