/* Allocation and release: what kernel 6.18 says. */
#include "example.h"

struct node {
	long key;
	struct bpf_list_node link;
};

struct plain {
	long a, b;
};

struct big {
	long words[100];
};

struct locked {
	long a;
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(node, link);
};

struct guarded {
	struct bpf_spin_lock lock;
	long a;
};

static __noinline struct plain *make(void)
{
	struct plain *p = bpf_obj_new(struct plain);
	return p;
}

static __noinline void discard(struct plain *p)
{
	if (p)
		bpf_obj_drop(p);
}

__noinline int global_reader(struct plain *p)
{
	return p ? p->a : 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=3")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int leak(struct __sk_buff *skb)
{
	bpf_obj_new(struct node);
	return 0;
}

SEC("tc") __success __retval(0)
int ok_drop(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	n->key = 1;
	bpf_obj_drop(n);
	return 0;
}

SEC("tc") __failure __msg("Possibly NULL pointer passed to trusted arg0")
__rule("call.nullable-argument")
int drop_nullable(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	bpf_obj_drop(n);
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int use_after_free(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_obj_drop(n);
	n->key = 4;
	return 0;
}

SEC("tc") __failure
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
__rule("reference.release-at-offset")
int drop_offset(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_obj_drop((void *)n + 8);
	return 0;
}

SEC("tc") __failure __msg("direct access to bpf_list_node is disallowed")
__rule("field.access-in-object")
int direct_node(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	*(long *)&n->link = 0;
	bpf_obj_drop(n);
	return 0;
}

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct")
__rule("allocator.type-not-struct")
int new_bad_type(struct __sk_buff *skb)
{
	void *p = bpf_obj_new_impl(bpf_core_type_id_local(int), NULL);
	if (!p)
		return 0;
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __failure __msg("R1 must be a known constant") __rule("call.argument-not-constant")
int new_not_constant(struct __sk_buff *skb)
{
	void *p = bpf_obj_new_impl(bpf_get_prandom_u32(), NULL);
	if (!p)
		return 0;
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __failure __msg("R1 must be a known constant") __rule("call.argument-not-constant")
int new_not_constant_context(struct __sk_buff *skb)
{
	void *p = bpf_obj_new_impl(skb->len, NULL);
	if (p)
		bpf_obj_drop(p);
	return 0;
}

SEC("tc") __failure __msg("local type ID argument must be in range [0, U32_MAX]")
__rule("call.type-id-range")
int new_id_too_big(struct __sk_buff *skb)
{
	void *p = bpf_obj_new_impl(0x100000001ULL, NULL);
	if (p)
		bpf_obj_drop(p);
	return 0;
}

SEC("tc") __success __retval(0)
int new_big(struct __sk_buff *skb)
{
	void *p = bpf_obj_new(struct big);
	if (!p)
		return 0;
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __success __retval(0)
int local_lock_list(struct __sk_buff *skb)
{
	struct locked *o = bpf_obj_new(struct locked);
	if (!o)
		return 0;
	struct node *n = bpf_obj_new(struct node);
	if (!n) {
		bpf_obj_drop(o);
		return 0;
	}
	bpf_spin_lock(&o->lock);
	bpf_list_push_back(&o->head, &n->link);
	bpf_spin_unlock(&o->lock);
	bpf_obj_drop(o);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int double_drop(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	bpf_obj_drop(p);
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int drop_in_branch(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	if (skb->len)
		bpf_obj_drop(p);
	return 0;
}

SEC("tc") __success __retval(0)
int compare(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain), *q = bpf_obj_new(struct plain);
	int r = 0;
	if (p && q)
		r = p == q;
	if (p)
		bpf_obj_drop(p);
	if (q)
		bpf_obj_drop(q);
	return r;
}

SEC("tc") __success __retval(0)
int atomic(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	__sync_fetch_and_add(&p->a, 1);
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __success
int store_pointer(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	p->a = (long)skb;
	bpf_obj_drop(p);
	return 0;
}

SEC("tc") __success __retval(0)
int static_functions(struct __sk_buff *skb)
{
	struct plain *p = make();
	discard(p);
	return 0;
}

SEC("tc") __failure
__msg("access beyond the end of member a (mend:8) in struct plain with off 0 size 16")
__msg("Caller passes invalid args into func#1 ('global_reader')")
__rule("call.global-function-argument")
int global_function(struct __sk_buff *skb)
{
	struct plain *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	int r = global_reader(p);
	bpf_obj_drop(p);
	return r;
}

SEC("tc") __success __retval(0)
int drop_after_own_lock(struct __sk_buff *skb)
{
	struct guarded *g = bpf_obj_new(struct guarded);
	if (!g)
		return 0;
	bpf_spin_lock(&g->lock);
	bpf_spin_unlock(&g->lock);
	bpf_obj_drop(g);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int unlock_of_other_object(struct __sk_buff *skb)
{
	struct guarded *g = bpf_obj_new(struct guarded), *h;
	if (!g)
		return 0;
	h = bpf_obj_new(struct guarded);
	if (!h) {
		bpf_obj_drop(g);
		return 0;
	}
	bpf_spin_lock(&g->lock);
	bpf_spin_unlock(&h->lock);
	bpf_obj_drop(g);
	bpf_obj_drop(h);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("tail_call would lead to reference leak") __rule("reference.leak")
int tail_call_with_reference(struct __sk_buff *skb)
{
	void *p = bpf_obj_new(struct plain);
	if (!p)
		return 0;
	bpf_tail_call(skb, &programs, 0);
	bpf_obj_drop(p);
	return 0;
}

SEC("socket") __failure __msg("calling kernel function bpf_obj_new_impl is not allowed")
__rule("call.function-not-available")
int in_socket_filter(struct __sk_buff *skb)
{
	struct locked *o = bpf_obj_new(struct locked);
	if (o)
		bpf_obj_drop(o);
	return 0;
}

LICENSE("GPL");
