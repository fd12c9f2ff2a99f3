/* Loops that end by a jump which the kernel takes in the end, whatever the program says. */
#include "example.h"

/* passes a limited number of times, then jumps to the label */
#define may_goto(label) \
	asm volatile goto("1: .byte 0xe5; .byte 0; .long ((%l[" #label "] - 1b - 8) / 8) & 0xffff; .short 0" \
			  : : : : label)

static __u32 numbers[8];

SEC("tc") __success __description("a loop without an end of its own ends all the same")
int round_and_round(struct __sk_buff *skb)
{
	for (;;) {
		may_goto(out);
		if (++numbers[0] > 100)
			break;
	}
out:
	return 0;
}

SEC("tc") __success __description("a limit of its own beside it")
int eight_at_most(struct __sk_buff *skb)
{
	for (__u32 i = 0; i < 8; i++) {
		opaque(i);
		may_goto(out);
		if (i < 8)
			numbers[i]++;
	}
out:
	return 0;
}

SEC("tc") __failure __msg("infinite loop detected at insn 1") __rule("program.infinite-loop")
NAKED int never_passed(void)
{
	asm volatile("r0 = 0;"
		     "1: .byte 0xe5; .byte 0; .short 1; .long 0;"
		     "exit;"
		     "goto 1b;");
}

LICENSE("GPL");
