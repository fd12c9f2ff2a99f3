/* What functions may be passed that are verified on their own, and what helpers may fill: what kernel 6.18 says. */
#include "example.h"

#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define use(x) asm volatile("" : : "r"(x) : "memory")

struct bpf_raw_tracepoint_args {
	__u64 args[0];
};

struct sk_buff {
	int of_ours;
};

__noinline int takes_a_packet(struct __sk_buff *context __arg_ctx)
{
	use(context);
	return 0;
}

__noinline int takes_a_buffer(struct sk_buff *context)
{
	use(context);
	return 0;
}

__noinline int takes_a_buffer_or_nothing(struct sk_buff *context __arg_nullable)
{
	use(context);
	return 0;
}

__noinline int takes_anything(void *context __arg_ctx)
{
	use(context);
	return 0;
}

__noinline int takes_words(__u64 *context __arg_ctx)
{
	use(context);
	return 0;
}

__noinline int takes_arguments(struct bpf_raw_tracepoint_args *context __arg_ctx)
{
	use(context);
	return 0;
}

__noinline int takes_pointers(void **context __arg_ctx)
{
	use(context);
	return 0;
}

__noinline int takes_a_number(int *number)
{
	if (number)
		*number = 1;
	return 0;
}

SEC("tc") __success
int context_by_its_name(struct __sk_buff *skb)
{
	return takes_a_packet(skb) + takes_anything(skb);
}

SEC("tc") __success
int context_by_what_it_shows(struct __sk_buff *skb)
{
	return takes_a_buffer((void *)skb);
}

SEC("tc") __failure __msg("arg#0 has invalid combination of tags")
__msg("Caller passes invalid args into func#1 ('takes_a_buffer_or_nothing')")
__rule("call.global-function-argument")
int context_that_may_be_null(struct __sk_buff *skb)
{
	return takes_a_buffer_or_nothing((void *)skb);
}

SEC("tc") __failure __msg("arg#0 should be `struct __sk_buff *`")
__msg("Caller passes invalid args into func#1 ('takes_words')")
__rule("call.global-function-argument")
int context_of_another_kind(struct __sk_buff *skb)
{
	return takes_words((void *)skb);
}

SEC("tc") __failure __msg("arg#0 type doesn't have a name")
__msg("Caller passes invalid args into func#1 ('takes_pointers')")
__rule("call.global-function-argument")
int context_without_a_name(struct __sk_buff *skb)
{
	return takes_pointers((void *)skb);
}

SEC("raw_tp/sys_enter") __success
int words_of_a_tracepoint(void *context)
{
	return takes_words(context) + takes_arguments(context);
}

SEC("kprobe") __failure __msg("arg#0 should be `struct pt_regs *`")
__msg("Caller passes invalid args into func#1 ('takes_words')")
__rule("call.global-function-argument")
int words_of_a_probe(void *context)
{
	return takes_words(context);
}

SEC("syscall") __success
int words_of_a_call(void *context)
{
	return takes_words(context) + takes_arguments(context);
}

SEC("tc") __failure __msg("R1 type=ctx expected=fp")
__msg("Caller passes invalid args into func#1 ('takes_a_number')")
__rule("call.global-function-argument")
int context_as_memory(struct __sk_buff *skb)
{
	return takes_a_number((int *)&skb->mark);
}

SEC("tc") __success
int place_that_is_not_known(struct __sk_buff *skb)
{
	volatile __u64 places[2] = {};

	takes_a_number((int *)((void *)places + (skb->len & 8)));
	return places[0];
}

SEC("tc") __success
int filled_at_a_place_that_is_not_known(struct __sk_buff *skb)
{
	volatile __u64 places[2] = {};
	__u64 distance = skb->len & 7;
	void *place = (void *)places;

	asm volatile("" : "+r"(distance), "+r"(place));
	bpf_skb_load_bytes(skb, 0, place + distance, 8);
	return places[0];
}

SEC("tc") __failure __msg("R0 invalid mem access 'scalar'")
__rule("memory.not-a-pointer")
int pointer_that_may_have_been_filled(struct __sk_buff *skb)
{
	asm volatile("r6 = r1; r0 = *(u32 *)(r1 + 0); r0 &= 8; *(u64 *)(r10 - 8) = r1; *(u64 *)(r10 - 16) = r1;"
		     "r3 = r10; r3 += -16; r3 += r0; r2 = 0; r4 = 8; call 26;"
		     "r0 = *(u64 *)(r10 - 8); r0 = *(u32 *)(r0 + 0)" ::
			     : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "memory");
	return 0;
}

SEC("tc") __success
int pointer_exchanged(struct __sk_buff *skb)
{
	asm volatile("*(u64 *)(r10 - 8) = r1; r2 = 0; r2 = xchg_64(r10 - 8, r2); r0 = *(u32 *)(r2 + 0)" ::
			     : "r0", "r1", "r2", "memory");
	return 0;
}

SEC("tc") __failure __rule("memory.alignment")
int address_exchanged_with_itself(struct __sk_buff *skb)
{
	asm volatile("*(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r2 = xchg_64(r2 + 0, r2)" ::
			     : "r2", "memory");
	return 0;
}

LICENSE("GPL");
