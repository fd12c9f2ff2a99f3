/* The traps of the proposal (§11 of its rule book): nodes in an unknown state, claims, node locks, RCU. */
#include "traps.h"

private(one) struct bpf_list_head plains __value(struct, plain, n1);
private(one) struct bpf_list_head lockeds __value(struct, locked, n1);

static __always_inline struct full *got(void)
{
	struct value *v = stash_value();

	return v ? bpf_kptr_get(&v->full) : 0;
}

/* what the programs below find */

SEC("tc")
__success __retval(0)
int fill(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *o;
	struct locked *l;
	struct guarded *g;
	struct plain *p;
	struct item *i;
	struct shared *s;

	if (!v)
		return 0;
	o = make_full(2, 1);
	if (!o)
		return 1;
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &fulls);
	bpf_spin_unlock(&lock);
	o = bpf_kptr_xchg(&v->full, o);
	if (o)
		put_full(o);
	l = make_locked();
	if (!l)
		return 1;
	l = bpf_kptr_xchg(&v->locked, l);
	if (l)
		put_locked(l);
	g = make_guarded();
	if (!g)
		return 1;
	g = bpf_kptr_xchg(&v->guarded, g);
	if (g)
		put_guarded(g);
	i = make_item(1);
	if (!i)
		return 1;
	bpf_spin_lock(&lock);
	bpf_list_add(&i->n1, &a);
	bpf_spin_unlock(&lock);
	s = make_shared(1, 1);
	if (!s)
		return 1;
	s = bpf_kptr_xchg(&v->shared, s);
	if (s && bpf_refcount_put(s))
		end_shared(s);
	p = new(struct plain);
	if (!p)
		return 1;
	bpf_list_node_init(&p->n1);
	bpf_owner_init(&p->o1);
	bpf_refcount_set(&p->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&p->n1, &plains);
	bpf_spin_unlock(&lock);
	return 0;
}

/* 6: claims */

SEC("tc")
__failure __rule("owner.claim-lost") __under("unknown-nodes=owner+claim")
int t6_claimed_and_put(struct __sk_buff *skb)
{
	struct full *o = got();

	if (!o)
		return 0;
	if (bpf_list_claim_node(&o->n1)) {
		put_full(o);
		return 1;
	}
	put_full(o);
	return 0;
}

SEC("tc")
__success __retval(0) __under("unknown-nodes=owner+claim")
int t6_claim_both(struct __sk_buff *skb)
{
	struct full *o = got();

	if (!o)
		return 0;
	bpf_refcount_inc(&o->ref, 1);
	if (!bpf_list_claim_node(&o->n1)) {
		put_full(o);
		put_full(o);
		return 1;
	}
	if (!bpf_list_claim_node(&o->n2)) {
		bpf_list_unclaim_node(&o->n1);
		put_full(o);
		put_full(o);
		return 2;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&o->n1, &fulls);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock2);
	bpf_list_add(&o->n2, &fulls2);
	bpf_spin_unlock(&lock2);
	return 0;
}

SEC("tc")
__success __retval(0) __under("unknown-nodes=owner+claim")
int t6_popped_and_put(struct __sk_buff *skb)
{
	struct full *x;

	bpf_spin_lock(&lock);
	x = bpf_list_pop_front(&fulls);
	bpf_spin_unlock(&lock);
	if (!x)
		return 0;
	put_full(x);
	return 1;
}

SEC("tc")
__success __retval(0) __under("unknown-nodes=owner+claim")
int t6_popped_put_and_ended(struct __sk_buff *skb)
{
	struct plain *x;

	bpf_spin_lock(&lock);
	x = bpf_list_pop_front(&plains);
	bpf_spin_unlock(&lock);
	if (!x)
		return 0;
	if (bpf_refcount_put(x)) {
		bpf_list_node_fini(&x->n1);
		bpf_kptr_free(x);
	}
	return 1;
}

SEC("tc")
__failure __rule("owner.not-owned") __under("unknown-nodes=owner+claim")
int t6_claim_of_what_is_read(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *q;

	if (!v)
		return 0;
	q = v->full;
	if (!q)
		return 0;
	if (bpf_list_claim_node(&q->n1))
		bpf_list_unclaim_node(&q->n1);
	return 0;
}

SEC("tc")
__failure __rule("owner.claim-lost") __under("unknown-nodes=owner+claim")
int t6_claimed_not_owned_and_put(struct __sk_buff *skb)
{
	struct full *o = got();

	if (!o)
		return 0;
	if (bpf_list_claim_node(&o->n1)) {
		bpf_spin_lock(&lock);
		if (!bpf_list_owns_node(&o->n1, &fulls)) {
			bpf_spin_unlock(&lock);
			put_full(o);
			return 1;
		}
		bpf_spin_unlock(&lock);
	}
	put_full(o);
	return 0;
}

/* 12: what one list says of a node, another may unsay */

SEC("tc")
__success __retval(0)
int t12_ask_the_other_list(struct __sk_buff *skb)
{
	struct full *o = got();

	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	if (bpf_list_owns_node(&o->n1, &fulls)) {
		bpf_list_remove(&o->n1, &fulls);
		bpf_spin_unlock(&lock);
		put_full(o);
	} else {
		bpf_spin_unlock(&lock);
		bpf_spin_lock(&lock2);
		if (bpf_list_owns_node(&o->n1, &fulls_elsewhere)) {
			bpf_list_remove(&o->n1, &fulls_elsewhere);
			bpf_spin_unlock(&lock2);
			put_full(o);
		} else {
			bpf_spin_unlock(&lock2);
		}
	}
	put_full(o);
	return 0;
}

/* 13: what is learnt under a node lock ends with it */

SEC("tc")
__failure __rule("list.already-linked") __under("unknown-nodes=owner+node-lock")
int t13_stale(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct locked *o;
	bool is_null;

	if (!v)
		return 0;
	o = bpf_kptr_get(&v->locked);
	if (!o)
		return 0;
	bpf_node_lock(&o->node_lock);
	is_null = bpf_list_owner_is_null(&o->n1);
	bpf_node_unlock(&o->node_lock);
	if (is_null) {
		bpf_spin_lock(&lock);
		bpf_node_lock(&o->node_lock);
		bpf_list_add(&o->n1, &lockeds);
		bpf_node_unlock(&o->node_lock);
		bpf_spin_unlock(&lock);
		return 1;
	}
	if (bpf_refcount_put(o))
		bpf_call_rcu(o, end_locked);
	return 0;
}

SEC("tc")
__success __retval(0) __under("unknown-nodes=owner+node-lock")
int t13_fresh(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct locked *o;

	if (!v)
		return 0;
	o = bpf_kptr_get(&v->locked);
	if (!o)
		return 0;
	bpf_spin_lock(&lock);
	bpf_node_lock(&o->node_lock);
	if (bpf_list_owner_is_null(&o->n1)) {
		bpf_list_add(&o->n1, &lockeds);
		bpf_node_unlock(&o->node_lock);
		bpf_spin_unlock(&lock);
		return 1;
	}
	bpf_node_unlock(&o->node_lock);
	bpf_spin_unlock(&lock);
	if (bpf_refcount_put(o))
		bpf_call_rcu(o, end_locked);
	return 0;
}

/* 18: RCU keeps what has an rcu head; a lock section does not end it */

SEC("tc")
__success __retval(0)
int t18_lock_in_between(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct full *q;

	if (!v)
		return 0;
	q = v->full;
	if (!q)
		return 0;
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return q->data;
}

SEC("tc")
__failure
int t18_no_rcu_head(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct shared *q;

	if (!v)
		return 0;
	q = v->shared;
	if (!q)
		return 0;
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return q->data;
}

SEC("tc")
__failure __rule("lock.borrowed-in-rcu")
int t18_its_lock(struct __sk_buff *skb)
{
	struct value *v = stash_value();
	struct guarded *q;

	if (!v)
		return 0;
	q = v->guarded;
	if (!q)
		return 0;
	bpf_spin_lock(&q->lock);
	bpf_spin_unlock(&q->lock);
	return 0;
}

LICENSE("GPL");
