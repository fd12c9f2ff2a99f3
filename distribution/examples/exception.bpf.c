/* Programs that end from any depth of calls, by throwing. */
#include "example.h"

__u64 table[8];

__noinline int twice(__u64 cookie)
{
	return cookie * 2;
}

__noinline int one_or_none(__u64 cookie)
{
	return cookie != 0;
}

static __noinline int inner(int x)
{
	if (x)
		bpf_throw(x);
	return 1;
}

static __noinline int outer(int x)
{
	return inner(x) + 100;
}

__noinline int global_thrower(int x)
{
	return outer(x) + 1000;
}

SEC("tc") __success __retval(5) __description("without a callback the cookie is the answer")
int throws(struct __sk_buff *skb)
{
	bpf_throw(5);
	return 0;
}

SEC("tc") __success __retval(7) __description("through two frames")
int throws_from_below(struct __sk_buff *skb)
{
	return outer(7) + 10000;
}

SEC("tc") __success __retval(101) __description("nobody throws")
int returns_from_below(struct __sk_buff *skb)
{
	return outer(skb->mark & 0);
}

SEC("tc") __success __retval(9) __description("through a function that was verified on its own")
int throws_from_a_global_function(struct __sk_buff *skb)
{
	return global_thrower(9);
}

SEC("tc") __success __retval(18) __description("the callback makes the answer")
__exception_cb(twice)
int with_a_callback(struct __sk_buff *skb)
{
	return outer(9);
}

SEC("cgroup_skb/ingress") __success __retval(1)
__description("any number may be thrown where the callback's answers may be returned")
__exception_cb(one_or_none)
int callback_keeps_the_range(struct __sk_buff *skb)
{
	bpf_throw(77);
	return 0;
}

SEC("tc") __success __retval(0) __description("what is asserted is known from there on")
int asserts(struct __sk_buff *skb)
{
	__u64 index = skb->mark;

	bpf_assert(index < 8);
	return table[index];
}

SEC("tc") __success __retval(3) __description("given back before")
int throws_with_empty_hands(struct __sk_buff *skb)
{
	struct thing {
		__u64 value;
	} *thing = bpf_obj_new(struct thing);

	if (!thing)
		bpf_throw(1);
	if (thing)
		bpf_obj_drop(thing);
	bpf_throw(3);
	return 0;
}

LICENSE("GPL");
