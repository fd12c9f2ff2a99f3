/* Registers, numbers and pointer arithmetic: what kernel 6.18 says. */
#include "example.h"

SEC("tc") __failure __msg("R7 !read_ok") __rule("register.uninitialised")
int uninitialised_register(struct __sk_buff *skb)
{
	long r;
	asm volatile("%0 = r7" : "=r"(r));
	return r;
}

SEC("tc") __failure __msg("div by zero") __rule("scalar.division-by-zero")
int divide_by_zero(struct __sk_buff *skb)
{
	long r = 5;
	asm volatile("%0 /= 0" : "+r"(r));
	return r;
}

SEC("tc") __failure __msg("invalid shift 64") __rule("scalar.invalid-shift")
int shift_too_far(struct __sk_buff *skb)
{
	long r = 5;
	asm volatile("%0 <<= 64" : "+r"(r));
	return r;
}

SEC("tc") __failure __msg("R0 pointer arithmetic with *= operator prohibited")
__rule("pointer.operator")
int pointer_times_two(struct __sk_buff *skb)
{
	long r = (long)skb;
	asm volatile("%0 *= 2" : "+r"(r));
	return r;
}

SEC("tc") __failure __msg("R1 32-bit pointer arithmetic prohibited")
__rule("pointer.arithmetic-32-bit")
int pointer_in_32_bits(struct __sk_buff *skb)
{
	long r;
	asm volatile("r1 = %1; w1 += 1; %0 = r1" : "=r"(r) : "r"(skb) : "r1");
	return r;
}

SEC("tc") __failure __msg("frame pointer is read only") __rule("register.frame-pointer-write")
int frame_pointer_write(struct __sk_buff *skb)
{
	asm volatile("r10 = 1");
	return 0;
}

SEC("tc") __success
int return_pointer(struct __sk_buff *skb)
{
	return (long)skb;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]")
__rule("program.return-range")
int return_two(struct __sk_buff *skb)
{
	return 2;
}

SEC("tc") __failure __msg("helper call might sleep in a non-sleepable prog")
__rule("call.might-sleep")
int sleep_not_allowed(struct __sk_buff *skb)
{
	char b[8];
	bpf_copy_from_user(b, 8, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid bpf_context access off=200 size=4") __rule("context.field")
int context_past_the_end(struct __sk_buff *skb)
{
	return *(volatile int *)((void *)skb + 200);
}

SEC("tc") __failure __msg("invalid bpf_context access off=0 size=4") __rule("context.field")
int context_write(struct __sk_buff *skb)
{
	*(volatile int *)((void *)skb + 0) = 1;
	return 0;
}

SEC("tc") __failure __msg("variable ctx access var_off=(0x0; 0x7) disallowed")
__rule("pointer.variable-offset")
int context_variable_offset(struct __sk_buff *skb)
{
	void *c = skb;
	long l = skb->len & 7;
	return *(volatile int *)(c + l);
}

SEC("tc") __failure __msg("invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)")
__msg("R1 offset is outside of the packet") __rule("packet.bounds")
int packet_unchecked(struct __sk_buff *skb)
{
	void *d = (void *)(long)skb->data;
	return *(char *)d;
}

SEC("tc") __success
int packet_checked(struct __sk_buff *skb)
{
	char *d = (void *)(long)skb->data, *e = (void *)(long)skb->data_end;
	if (d + 14 > e)
		return 0;
	return d[13];
}

SEC("tc") __success
int zero_written_over_one_of_two_zeros(struct __sk_buff *skb)
{
	asm volatile("r0 = *(u32 *)(r1 + 0); r0 &= 8; r3 = 0; *(u64 *)(r10 - 8) = r3; *(u64 *)(r10 - 16) = r3;"
		     "r2 = r10; r2 += -16; r2 += r0; *(u64 *)(r2 + 0) = r3;"
		     "r0 = *(u64 *)(r10 - 16); r2 = r10; r2 += -8; r2 += r0; r0 = *(u64 *)(r2 + 0)" ::
			     : "r0", "r2", "r3", "memory");
	return 0;
}

SEC("tc") __failure __rule("pointer.unbounded-offset")
__msg("math between fp pointer and register with unbounded min value is not allowed")
int one_written_over_one_of_two_zeros(struct __sk_buff *skb)
{
	asm volatile("r0 = *(u32 *)(r1 + 0); r0 &= 8; r3 = 0; *(u64 *)(r10 - 8) = r3; *(u64 *)(r10 - 16) = r3;"
		     "r2 = r10; r2 += -16; r2 += r0; r3 = 1; *(u64 *)(r2 + 0) = r3;"
		     "r0 = *(u64 *)(r10 - 16); r2 = r10; r2 += -8; r2 += r0; r0 = *(u64 *)(r2 + 0)" ::
			     : "r0", "r2", "r3", "memory");
	return 0;
}

LICENSE("GPL");
