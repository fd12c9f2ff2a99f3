/* Loads from a packet that need no look at where it ends: where there is nothing to load, the program returns 0. */
#include "example.h"

SEC("socket") __success __retval(1) __description("the last byte of the packet, by an index")
NAKED int last_byte(void)
{
	asm volatile("r6 = r1; r7 = *(u32 *)(r6 + 0); r7 += -1; r0 = *(u8 *)skb[r7]; r0 += 1; exit" ::);
}

SEC("socket") __success __retval(0) __description("nothing behind the last byte")
NAKED int behind_the_last_byte(void)
{
	asm volatile("r6 = r1; r7 = *(u32 *)(r6 + 0); r0 = *(u8 *)skb[r7]; r0 += 1; exit" ::);
}

SEC("socket") __success __retval(7) __description("a word that the instruction names")
NAKED int first_word(void)
{
	asm volatile("r6 = r1; r0 = *(u32 *)skb[0]; r0 += 7; exit" ::);
}

SEC("tc") __success __retval(3) __description("programs of traffic control see the whole frame")
NAKED int last_of_the_frame(void)
{
	asm volatile("r6 = r1; r0 = *(u16 *)skb[62]; r0 += 3; exit" ::);
}
