/* Functions of the program: static ones are verified with their caller, global ones alone. */
#include "example.h"

struct pair {
	int first, second;
};

static __noinline int add(int a, int b)
{
	opaque(a);
	return a + b;
}

static __noinline int twice(int x)
{
	return add(x, x);
}

static __noinline int five(int a, int b, int c, int d, int e)
{
	opaque(a);
	return a + 2 * b + 3 * c + 4 * d + 5 * e;
}

/* writes into the caller's frame */
static __noinline void exchange(struct pair *pair)
{
	int first = pair->first;

	opaque(first);
	pair->first = pair->second;
	pair->second = first;
}

static __noinline __u32 length_of(struct __sk_buff *skb)
{
	return skb->len;
}

__noinline int square(int x)
{
	opaque(x);
	return x * x;
}

__noinline int first_of(struct pair *pair)
{
	return pair ? pair->first : -1;
}

__noinline int protocol_of(struct __sk_buff *skb)
{
	return skb->protocol;
}

SEC("tc") __success __retval(20) __description("calls in calls")
int nested(struct __sk_buff *skb)
{
	return twice(twice(5));
}

SEC("tc") __success __retval(55) __description("five arguments: 1 + 4 + 9 + 16 + 25")
int five_arguments(struct __sk_buff *skb)
{
	return five(1, 2, 3, 4, 5);
}

SEC("tc") __success __retval(21) __description("a pointer to the caller's stack")
int by_reference(struct __sk_buff *skb)
{
	struct pair pair = {1, 2};

	exchange(&pair);
	return pair.first * 10 + pair.second;
}

SEC("tc") __success __retval(64) __description("the context as an argument")
int with_context(struct __sk_buff *skb)
{
	return length_of(skb);
}

SEC("tc") __success __retval(49) __description("a global function: its result is any number")
int global_function(struct __sk_buff *skb)
{
	return square(7);
}

SEC("tc") __success __retval(7) __description("memory and NULL for a global function: 8 + -1")
int global_with_memory(struct __sk_buff *skb)
{
	struct pair pair = {8, 9};

	return first_of(&pair) + first_of(NULL);
}

SEC("tc") __success __description("the context for a global function")
int global_with_context(struct __sk_buff *skb)
{
	return protocol_of(skb);
}

#define LEVEL(n, next) \
	static __noinline int level##n(int x) \
	{ \
		opaque(x); \
		x = next(x) + 1; \
		opaque(x); \
		return x; \
	}
LEVEL(7, square)
LEVEL(6, level7)
LEVEL(5, level6)
LEVEL(4, level5)
LEVEL(3, level4)
LEVEL(2, level3)

SEC("tc") __success __retval(15) __description("eight frames, no more: 3 * 3 + 6")
int eight_frames(struct __sk_buff *skb)
{
	return level2(3);
}

LICENSE("GPL");
