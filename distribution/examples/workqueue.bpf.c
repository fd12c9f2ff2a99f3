/* Work that runs later, in a place where it may sleep. */
#include "example.h"

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*callback)(void *map, int *key, void *value),
				    unsigned int flags, void *aux) __ksym;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;

struct job {
	__u64 number;
	struct bpf_wq wq;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct job);
} jobs SEC(".maps");

static int work(void *map, int *key, void *value)
{
	struct job *job = value;
	__u8 bytes[8];

	bpf_copy_from_user(bytes, sizeof bytes, (void *)job->number);
	return 0;
}

SEC("tc") __success __description("made, told what to do, started: the work may sleep, the program may not")
int start_work(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job || bpf_wq_init(&job->wq, &jobs, 0))
		return 0;
	if (bpf_wq_set_callback_impl(&job->wq, work, 0, (void *)0))
		return 0;
	return bpf_wq_start(&job->wq, 0);
}

LICENSE("GPL");
