/* Dynptrs: over map values, records of ring buffers and packets; what was got through them. */
#include "example.h"
#include "dynptr.h"

struct event {
	__u32 kind, length;
	__u8 bytes[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} orders SEC(".maps");

static __u8 page[64];
static __u64 total;

SEC("tc") __success __retval(7) __description("a dynptr knows its size, whoever made it")
int write_and_read(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u32 number = 7, back = 0;

	bpf_dynptr_from_mem(page, sizeof(page), 0, &dynptr);
	if (bpf_dynptr_write(&dynptr, 60, &number, sizeof(number), 0))
		return -1;
	if (bpf_dynptr_read(&back, sizeof(back), &dynptr, 60, 0))
		return -2;
	return back;
}

SEC("tc") __success __retval(-7)
int past_the_end(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u32 number = 7;

	bpf_dynptr_from_mem(page, sizeof(page), 0, &dynptr);
	return bpf_dynptr_write(&dynptr, 61, &number, sizeof(number), 0);
}

SEC("tc") __success __retval(-22) __description("made with flags it stands for nothing")
int of_nothing(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u8 byte;

	if (bpf_dynptr_from_mem(page, sizeof(page), 1, &dynptr) != -22)
		return -1;
	if (!bpf_dynptr_is_null(&dynptr) || bpf_dynptr_is_rdonly(&dynptr))
		return -2;
	if (bpf_dynptr_data(&dynptr, 0, 1))
		return -3;
	return bpf_dynptr_read(&byte, 1, &dynptr, 0, 0);
}

SEC("tc") __success __retval(24) __description("a record whose size is known only now")
int record_of_any_size(struct __sk_buff *skb)
{
	struct bpf_dynptr record;
	__u32 size = skb->len & 31, written = 0;

	if (bpf_ringbuf_reserve_dynptr(&events, size + 9, 0, &record))
		goto out;
	bpf_dynptr_write(&record, size, &size, sizeof(size), 0);
out:
	written = bpf_ringbuf_query(&events, 3);
	bpf_ringbuf_submit_dynptr(&record, 0);
	return written;
}

SEC("tc") __success __retval(0) __description("where nothing could be reserved it is given up all the same")
int no_room(struct __sk_buff *skb)
{
	struct bpf_dynptr record;
	int failed = bpf_ringbuf_reserve_dynptr(&events, 5000, 0, &record);

	if (!bpf_dynptr_is_null(&record))
		failed = 0;
	bpf_ringbuf_discard_dynptr(&record, 0);
	return failed == -22 ? 0 : failed;
}

SEC("tc") __success __retval(3)
int data_of_a_record(struct __sk_buff *skb)
{
	struct bpf_dynptr record;
	struct event *event;
	int kind = -1;

	bpf_ringbuf_reserve_dynptr(&events, sizeof(*event), 0, &record);
	event = bpf_dynptr_data(&record, 0, sizeof(*event));
	if (event) {
		event->kind = 3;
		kind = event->kind;
	}
	bpf_ringbuf_submit_dynptr(&record, 0);
	return kind;
}

SEC("tc") __success __retval(0)
int no_data_past_the_end(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	bpf_dynptr_from_mem(page, 8, 0, &dynptr);
	return bpf_dynptr_data(&dynptr, 4, 8) != NULL;
}

SEC("tc") __success __retval(12) __description("narrowed, moved, copied, and both see the same bytes")
int windows(struct __sk_buff *skb)
{
	struct bpf_dynptr whole, part;
	__u32 number = 12, back = 0;

	bpf_dynptr_from_mem(page, sizeof(page), 0, &whole);
	bpf_dynptr_clone(&whole, &part);
	if (bpf_dynptr_adjust(&part, 16, 24) || bpf_dynptr_size(&part) != 8)
		return -1;
	if (bpf_dynptr_adjust(&part, 4, 9) != -34 || bpf_dynptr_adjust(&part, 5, 4) != -22)
		return -2;
	bpf_dynptr_write(&part, 4, &number, sizeof(number), 0);
	bpf_dynptr_read(&back, sizeof(back), &whole, 20, 0);
	return bpf_dynptr_size(&whole) == sizeof(page) ? back : -3;
}

SEC("tc") __success __retval(9) __description("a copy lives on when the first is written over")
int copy_lives_on(struct __sk_buff *skb)
{
	struct bpf_dynptr first, second;
	__u8 *bytes;

	page[0] = 9;
	bpf_dynptr_from_mem(page, 8, 0, &first);
	bpf_dynptr_clone(&first, &second);
	bpf_dynptr_from_mem(page, 4, 0, &first);
	bytes = bpf_dynptr_data(&second, 0, 8);
	return bytes ? bytes[0] : -1;
}

SEC("tc") __success __retval(0)
int any_copy_gives_the_record_up(struct __sk_buff *skb)
{
	struct bpf_dynptr first, second, third;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &first);
	bpf_dynptr_clone(&first, &second);
	bpf_dynptr_clone(&second, &third);
	bpf_ringbuf_discard_dynptr(&second, 0);
	return bpf_dynptr_from_mem(page, 8, 0, &first);
}

SEC("tc") __success __retval(64)
int size_of_the_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_skb(skb, 0, &packet);
	return bpf_dynptr_is_rdonly(&packet) ? -1 : bpf_dynptr_size(&packet);
}

SEC("tc") __success __retval(5) __description("what is written into the packet is read again")
int through_the_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	__u8 buffer[4] = {}, five = 5;
	__u8 *bytes;

	bpf_dynptr_from_skb(skb, 0, &packet);
	if (bpf_dynptr_write(&packet, 30, &five, 1, 0))
		return -1;
	bytes = bpf_dynptr_slice(&packet, 28, buffer, sizeof(buffer));
	return bytes ? bytes[2] : -2;
}

SEC("tc") __success __retval(6)
int writable_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	__u8 buffer[4] = {}, six = 0;
	__u8 *bytes;

	bpf_dynptr_from_skb(skb, 0, &packet);
	bytes = bpf_dynptr_slice_rdwr(&packet, 8, buffer, sizeof(buffer));
	if (!bytes)
		return -1;
	bytes[3] = 6;
	bpf_dynptr_read(&six, 1, &packet, 11, 0);
	return six;
}

SEC("tc") __success __retval(0)
int no_slice_past_the_end(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_skb(skb, 0, &packet);
	return bpf_dynptr_slice(&packet, 60, NULL, 8) != NULL;
}

SEC("tc") __success __retval(44) __description("packet to record, without a buffer between them")
int packet_into_a_record(struct __sk_buff *skb)
{
	struct bpf_dynptr packet, record;
	int sum = -1;
	__u32 four = 0x04040404;
	__u8 *bytes;

	bpf_dynptr_from_skb(skb, 0, &packet);
	bpf_dynptr_write(&packet, 0, &four, 4, 0);
	if (bpf_ringbuf_reserve_dynptr(&events, 16, 0, &record))
		goto out;
	bpf_dynptr_memset(&record, 0, 16, 40);
	bpf_dynptr_copy(&record, 4, &packet, 0, 8);
	bytes = bpf_dynptr_data(&record, 0, 16);
	if (bytes)
		sum = bytes[3] + bytes[7];
out:
	bpf_ringbuf_submit_dynptr(&record, 0);
	return sum;
}

SEC("cgroup_skb/egress") __success __retval(1) __description("these programs may only look")
int looks_only(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	__u8 buffer[4] = {}, one = 1;

	bpf_dynptr_from_skb(skb, 0, &packet);
	if (bpf_dynptr_write(&packet, 0, &one, 1, 0) != -22)
		return 0;
	return bpf_dynptr_is_rdonly(&packet) && bpf_dynptr_slice(&packet, 0, buffer, 4);
}

SEC("xdp") __success __retval(2)
int drop_by_first_byte(struct xdp_md *xdp)
{
	struct bpf_dynptr packet;
	__u8 buffer[14] = {};
	__u8 *bytes;

	bpf_dynptr_from_xdp(xdp, 0, &packet);
	bytes = bpf_dynptr_slice(&packet, 0, buffer, sizeof(buffer));
	return bytes && bytes[0] == 0 ? 2 : 1;
}

static __noinline int sum(const struct bpf_dynptr *dynptr)
{
	__u64 number = 0;

	bpf_dynptr_read(&number, sizeof(number), dynptr, 0, 0);
	return number;
}

__noinline int first_word(const struct bpf_dynptr *dynptr)
{
	__u64 number = 0;

	bpf_dynptr_read(&number, sizeof(number), dynptr, 0, 0);
	return number;
}

SEC("tc") __success __retval(22) __description("static functions get the dynptr itself, global ones lend it")
int passed_to_functions(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u64 eleven = 11;

	bpf_dynptr_from_mem(page, sizeof(page), 0, &dynptr);
	bpf_dynptr_write(&dynptr, 0, &eleven, sizeof(eleven), 0);
	return sum(&dynptr) + first_word(&dynptr);
}

static __noinline void reserve(struct bpf_dynptr *record)
{
	bpf_ringbuf_reserve_dynptr(&events, 8, 0, record);
}

static __noinline void submit(struct bpf_dynptr *record)
{
	bpf_ringbuf_submit_dynptr(record, 0);
}

SEC("tc") __success __retval(16)
int reserved_and_submitted_in_functions(struct __sk_buff *skb)
{
	struct bpf_dynptr record;

	reserve(&record);
	submit(&record);
	return bpf_ringbuf_query(&events, 3);
}

static long take_order(struct bpf_dynptr *order, void *context)
{
	__u64 amount = 0;

	if (bpf_dynptr_read(&amount, sizeof(amount), order, 0, 0))
		return 1;
	total += amount;
	*(__u64 *)context += 1;
	return 0;
}

SEC("tc") __success __retval(0) __description("user space has ordered nothing")
int take_orders(struct __sk_buff *skb)
{
	__u64 count = 0;
	long drained = bpf_user_ringbuf_drain(&orders, take_order, &count, 0);

	return drained == count ? count : -1;
}

LICENSE("GPL");
