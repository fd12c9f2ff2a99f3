/* Loops, calls and the shape of programs: what kernel 6.18 says. */
#include "example.h"

static __noinline int f8(void *c)
{
	char b[8];
	asm volatile("" ::"r"(b) : "memory");
	return 0;
}

#define F(n, m)                                                                                    \
	static __noinline int f##n(void *c)                                                        \
	{                                                                                          \
		asm volatile("");                                                                  \
		int r = f##m(c);                                                                   \
		opaque(r);                                                                         \
		return r;                                                                          \
	}
F(7, 8)
F(6, 7)
F(5, 6)
F(4, 5)
F(3, 4)
F(2, 3)
F(1, 2)
F(0, 1)

static __noinline int even(int x);

static __noinline int odd(int x)
{
	asm volatile("");
	return x ? even(x - 1) + 1 : 0;
}

static __noinline int even(int x)
{
	asm volatile("");
	return x ? odd(x - 1) + 1 : 0;
}

__noinline int reads(long *p)
{
	return p ? *p : 0;
}

__noinline int reads_unchecked(long *p)
{
	return *p;
}

SEC("tc") __failure __msg("unreachable insn 1") __rule("program.unreachable")
int jump_to_itself(struct __sk_buff *skb)
{
	int i = 0;
	asm volatile("1: goto 1b");
	return i;
}

SEC("tc") __failure __msg("unreachable insn 2") __rule("program.unreachable")
int exit_in_the_middle(struct __sk_buff *skb)
{
	asm volatile("r0 = 0; exit");
	return 0;
}

SEC("tc") __failure __msg("infinite loop detected at insn 2") __rule("program.infinite-loop")
int endless(struct __sk_buff *skb)
{
	volatile int x = 0;
	for (;;) {
		asm volatile("");
	}
	return x;
}

SEC("tc") __failure __msg("infinite loop detected at insn 1") __rule("program.infinite-loop")
int endless_with_condition(struct __sk_buff *skb)
{
	int i = 0;
	asm volatile("r6 = 0; l1_%=: if r6 == 1 goto l2_%=; goto l1_%=; l2_%=:" ::: "r6");
	return i;
}

SEC("tc") __failure __msg("BPF program is too large. Processed 1000001 insn")
__rule("program.too-large")
int too_many_rounds(struct __sk_buff *skb)
{
	int s = 0;
	for (int i = 0; i < 2000000; i++) {
		opaque(s);
		s += i;
		opaque(s);
	}
	return s;
}

SEC("tc") __success __retval(499500)
int bounded(struct __sk_buff *skb)
{
	int s = 0;
	for (int i = 0; i < 1000; i++) {
		opaque(s);
		s += i;
	}
	return s;
}

SEC("tc") __failure __msg("the call stack of 9 frames is too deep") __rule("call.too-deep")
int nine_frames(struct __sk_buff *skb)
{
	return f0(skb);
}

SEC("tc") __success __retval(0)
int eight_frames(struct __sk_buff *skb)
{
	return f2(skb);
}

SEC("tc") __failure __msg("the call stack of 9 frames is too deep") __rule("call.too-deep")
int recursion(struct __sk_buff *skb)
{
	return even(skb->len);
}

SEC("tc") __success __retval(1)
int global_with_memory(struct __sk_buff *skb)
{
	long x = 1;
	return reads(&x) + reads(0);
}

SEC("tc") __failure __msg("R1 invalid mem access 'mem_or_null'") __rule("memory.nullable-pointer")
int global_unchecked(struct __sk_buff *skb)
{
	long x = 1;
	return reads_unchecked(&x);
}

SEC("tc") __failure __msg("R1 type=scalar expected=fp")
__msg("Caller passes invalid args into func#1 ('reads')") __rule("call.global-function-argument")
int global_with_number(struct __sk_buff *skb)
{
	return reads((long *)(long)skb->len);
}

/* Functions that are verified on their own, and still share one stack. */

__noinline int own8(int x)
{
	asm volatile("" : "+r"(x));
	return x;
}

#define OWN(n, m)                                                                                  \
	__noinline int own##n(int x)                                                               \
	{                                                                                          \
		asm volatile("" : "+r"(x));                                                        \
		int r = own##m(x);                                                                 \
		opaque(r);                                                                         \
		return r;                                                                          \
	}
OWN(7, 8)
OWN(6, 7)
OWN(5, 6)
OWN(4, 5)
OWN(3, 4)
OWN(2, 3)
OWN(1, 2)

SEC("tc") __failure __msg("the call stack of 8 frames is too deep !") __rule("call.chain-too-deep")
int nine_frames_of_their_own(struct __sk_buff *skb)
{
	return own1(skb->len);
}

SEC("tc") __success
int eight_frames_of_their_own(struct __sk_buff *skb)
{
	return own2(skb->len);
}

/* A tail call keeps the frames above it. */

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} programs SEC(".maps");

static __noinline int leave(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &programs, 0);
	return 1;
}

SEC("tc") __failure
__msg("tail_calls are not allowed when call stack of previous frames is 256 bytes. Too large")
__rule("call.leaves-deep")
int leave_below_256_bytes(struct __sk_buff *skb)
{
	char bytes[256];

	bytes[0] = 1;
	asm volatile("" ::"r"(bytes) : "memory");
	return leave(skb);
}

SEC("tc") __success
int leave_below_240_bytes(struct __sk_buff *skb)
{
	char bytes[240];

	bytes[0] = 1;
	asm volatile("" ::"r"(bytes) : "memory");
	return leave(skb);
}

LICENSE("GPL");
