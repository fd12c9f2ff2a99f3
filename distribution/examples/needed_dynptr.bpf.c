/* What goes wrong without the rules of dynptrs. */
#include "example.h"
#include "dynptr.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

static __u64 words[4];

SEC("tc") __failure __msg("potential write to dynptr at off=-16 disallowed")
__rule("dynptr.written-by-function")
int overwritten_by_what_it_reads(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u64 word;

	words[0] = 0x12345678;
	words[1] = 8 | 1 << 28;
	bpf_dynptr_from_mem(words, sizeof(words), 0, &dynptr);
	bpf_dynptr_read(&dynptr, 16, &dynptr, 0, 0);
	return bpf_dynptr_read(&word, 8, &dynptr, 0, 0);
}

__noinline int submits(struct bpf_dynptr *record)
{
	bpf_ringbuf_submit_dynptr(record, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot release unowned const bpf_dynptr") __rule("dynptr.lent")
int submitted_by_a_global_function(struct __sk_buff *skb)
{
	struct bpf_dynptr record;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &record);
	submits(&record);
	bpf_ringbuf_submit_dynptr(&record, 0);
	return 0;
}

SEC("tc") __failure __msg("Unsupported reg type ringbuf_mem for bpf_dynptr_from_mem data")
__rule("dynptr.other-memory")
int of_a_record_that_is_submitted(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;
	__u64 word, *record = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!record)
		return 0;
	bpf_dynptr_from_mem(record, 8, 0, &dynptr);
	bpf_ringbuf_submit(record, 0);
	return bpf_dynptr_read(&word, 8, &dynptr, 0, 0);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int made_up(struct __sk_buff *skb)
{
	__u64 *slice;

	words[0] = 0x12345678;
	words[1] = 8 | 1 << 28;
	slice = bpf_dynptr_slice((void *)words, 0, NULL, 8);
	return slice ? *slice : 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int record_lost(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &dynptr);
	bpf_dynptr_from_mem(words, sizeof(words), 0, &dynptr);
	return 0;
}

LICENSE("GPL");
