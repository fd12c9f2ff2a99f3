/* Helpers that are a line of a table: what they take and give back is known, to the bound. */
#include "example.h"

static long (*const bpf_probe_read_kernel_str)(void *to, __u32 size, const void *from) = (void *)115;
static long (*const bpf_get_stack)(void *ctx, void *buffer, __u32 size, __u64 flags) = (void *)67;
static long (*const bpf_check_mtu)(void *ctx, __u32 interface, __u32 *mtu, __s32 difference,
				   __u64 flags) = (void *)163;
static __u64 (*const bpf_get_netns_cookie)(void *ctx) = (void *)122;

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 2);
	__type(value, __u64);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 2);
	__type(value, __u64);
} stack SEC(".maps");

SEC("tc") __success __description("the string that it compares with ends")
int compare(struct __sk_buff *skb)
{
	char text[8] = "tc";

	return bpf_strncmp(text, sizeof text, "tcx");
}

SEC("tc") __success __description("what is read is there, whatever the answer")
int number_in_text(struct __sk_buff *skb)
{
	char text[8] = "42";
	long number = 0;

	bpf_strtol(text, sizeof text, 10, &number);
	return number;
}

SEC("raw_tp") __success __description("no more is copied than there is room for")
int text_within_its_room(void *ctx)
{
	char text[16];
	long size = bpf_probe_read_kernel_str(text, sizeof text, ctx);

	if (size <= 0)
		return 0;
	return ((volatile char *)text)[size - 1];
}

SEC("raw_tp") __success __description("a stack is cut where its room ends")
int stack_within_its_room(void *ctx)
{
	__u64 frames[4];
	long size = bpf_get_stack(ctx, frames, sizeof frames, 0);

	if (size < 8)
		return 0;
	return ((volatile __u64 *)frames)[(size >> 3) - 1];
}

SEC("tc") __success __description("memory of four bytes, aligned")
int fits_the_interface(struct __sk_buff *skb)
{
	__u32 mtu = 0;

	return bpf_check_mtu(skb, 0, &mtu, 0, 0);
}

SEC("tc") __failure __msg("misaligned stack access off 0+-36+0 size 8") __rule("memory.alignment")
int number_at_an_odd_place(struct __sk_buff *skb)
{
	char text[8] = "42";
	struct {
		__u32 before;
		__u32 low, high;
	} __attribute__((aligned(8))) room[2] = {};

	bpf_strtol(text, sizeof text, 10, (long *)&room[0].low);
	return room[0].low;
}

SEC("cgroup/connect4") __success __description("a context, or none")
int cookie_of_nobody(void *ctx)
{
	return bpf_get_netns_cookie((void *)0) & 1;
}

SEC("tc") __success __retval(3) __description("a queue gives the oldest, and refuses a third")
int oldest_first(struct __sk_buff *skb)
{
	__u64 one = 1, two = 2, number = 0;

	if (bpf_map_push_elem(&queue, &one, 0) || bpf_map_push_elem(&queue, &two, 0))
		return -1;
	if (bpf_map_push_elem(&queue, &one, 0) != -7)
		return -2;
	if (bpf_map_peek_elem(&queue, &number) || number != 1 || bpf_map_pop_elem(&queue, &number))
		return -3;
	one = number;
	if (bpf_map_pop_elem(&queue, &number) || bpf_map_pop_elem(&queue, &two) != -2 || two)
		return -4;
	return one + number;
}

SEC("tc") __success __retval(21) __description("a stack gives the youngest")
int youngest_first(struct __sk_buff *skb)
{
	__u64 one = 1, two = 2;

	if (bpf_map_push_elem(&stack, &one, 0) || bpf_map_push_elem(&stack, &two, 0))
		return -1;
	if (bpf_map_pop_elem(&stack, &one) || bpf_map_pop_elem(&stack, &two))
		return -2;
	return one * 10 + two;
}

LICENSE("GPL");
