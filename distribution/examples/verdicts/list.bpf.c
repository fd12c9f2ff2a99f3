/* Lists: what kernel 6.18 says. */
#include "example.h"

struct node {
	long key;
	struct bpf_list_node link;
};

struct value {
	struct bpf_spin_lock lock;
	int count;
	struct bpf_list_head head __contains(node, link);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, struct value);
} values SEC(".maps");

private(a) struct bpf_spin_lock lock_a;
private(a) struct bpf_list_head head_a __contains(node, link);
private(a) struct bpf_list_head second_a __contains(node, link);
private(b) struct bpf_spin_lock lock_b;
private(b) struct bpf_list_head head_b __contains(node, link);

SEC("tc") __failure __msg("bpf_spin_lock at off=16 must be held for bpf_list_head")
__rule("list.lock-not-held")
int no_lock(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_list_push_front(&head_a, &n->link);
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=16 must be held for bpf_list_head") __rule("list.other-lock-held")
int wrong_lock(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_b);
	bpf_list_push_front(&head_a, &n->link);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __success __retval(0)
int right_lock(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_b);
	bpf_list_push_front(&head_b, &n->link);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __success __retval(0)
int push_and_write(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_list_push_front(&head_a, &n->link);
	n->key = 3;
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int push_and_write_after_unlock(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_list_push_front(&head_a, &n->link);
	bpf_spin_unlock(&lock_a);
	n->key = 3;
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int push_twice(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_list_push_front(&head_a, &n->link);
	bpf_list_push_front(&head_a, &n->link);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int spilled(struct __sk_buff *skb)
{
	struct node *volatile s;
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_list_push_front(&head_a, &n->link);
	s = n;
	bpf_spin_unlock(&lock_a);
	return s->key;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=5")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int pop_and_leak(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_pop_front(&head_a);
	bpf_spin_unlock(&lock_a);
	return l != 0;
}

SEC("tc") __success __retval(0)
int pop_and_drop(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_pop_front(&head_a);
	bpf_spin_unlock(&lock_a);
	if (l)
		bpf_obj_drop(container_of(l, struct node, link));
	return 0;
}

SEC("tc") __success __retval(0)
int pop_and_use(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_pop_front(&head_a);
	if (!l) {
		bpf_spin_unlock(&lock_a);
		return 0;
	}
	struct node *n = container_of(l, struct node, link);
	n->key = 1;
	bpf_spin_unlock(&lock_a);
	n->key = 2;
	bpf_obj_drop(n);
	return 0;
}

SEC("tc") __success __retval(0)
int pop_and_push(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_pop_front(&head_a);
	if (l)
		bpf_list_push_back(&second_a, l);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ptr_or_null_ ptr R2 off=8 disallowed")
__rule("pointer.modified")
int pop_and_push_unchecked(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_pop_front(&head_a);
	bpf_list_push_back(&second_a, l);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __success __retval(0)
int front_and_read(struct __sk_buff *skb)
{
	long k = 0;
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_front(&head_a);
	if (l)
		k = container_of(l, struct node, link)->key;
	bpf_spin_unlock(&lock_a);
	return k;
}

SEC("syscall") __success __retval(0)
int front_in_syscall(void *context)
{
	long k = 0;
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_front(&head_a);
	if (l)
		k = container_of(l, struct node, link)->key;
	bpf_spin_unlock(&lock_a);
	return k;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int front_and_read_after_unlock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_front(&head_a);
	bpf_spin_unlock(&lock_a);
	if (l)
		return container_of(l, struct node, link)->key;
	return 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int front_and_push(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_front(&head_a);
	if (l)
		bpf_list_push_back(&second_a, l);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __success __retval(0)
int front_and_write(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_front(&head_a);
	if (l)
		container_of(l, struct node, link)->key = 5;
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int front_and_drop(struct __sk_buff *skb)
{
	struct bpf_list_node *l;
	bpf_spin_lock(&lock_a);
	l = bpf_list_front(&head_a);
	bpf_spin_unlock(&lock_a);
	if (l)
		bpf_obj_drop(container_of(l, struct node, link));
	return 0;
}

SEC("tc") __failure __msg("bpf_list_head not found at offset=8") __rule("list.head-not-found")
int node_as_head(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_list_push_back((void *)&n->link, &n->link);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("held lock and object are not in the same allocation")
__msg("bpf_spin_lock at off=0 must be held for bpf_list_head") __rule("list.other-lock-held")
int list_of_another_key(struct __sk_buff *skb)
{
	int k = 0, k2 = 1;
	struct value *a = bpf_map_lookup_elem(&values, &k), *b = bpf_map_lookup_elem(&values, &k2);
	if (!a || !b)
		return 0;
	bpf_spin_lock(&a->lock);
	bpf_list_pop_front(&b->head);
	bpf_spin_unlock(&a->lock);
	return 0;
}

LICENSE("GPL");
