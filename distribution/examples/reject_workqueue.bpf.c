/* Mistakes with work that runs later. */
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
} jobs SEC(".maps"), other_jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} plain SEC(".maps");

static int work_that_answers(void *map, int *key, void *value)
{
	return 1;
}

SEC("tc") __failure
__msg("At async callback return the register R0 has smin=1 smax=1 should have been in [0, 0]")
int work_returns_one(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (job)
		bpf_wq_set_callback_impl(&job->wq, work_that_answers, 0, (void *)0);
	return 0;
}

SEC("tc") __failure __rule("workqueue.not-in-map")
__msg("arg#0 doesn't point to a map value")
int work_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_wq wq = {};

	return bpf_wq_start(&wq, 0);
}

SEC("tc") __failure __rule("workqueue.other-map")
__msg("workqueue pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0")
int work_of_another_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? bpf_wq_init(&job->wq, &other_jobs, 0) : 0;
}

SEC("tc") __failure __rule("workqueue.wrong-offset")
__msg("off 0 doesn't point to 'struct bpf_wq' that is at 8")
int work_elsewhere(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? bpf_wq_start((void *)job, 0) : 0;
}

SEC("tc") __failure __rule("workqueue.offset-not-constant")
__msg("R1 doesn't have constant offset. bpf_wq has to be at the constant offset")
int work_anywhere(struct __sk_buff *skb)
{
	__u32 key = 0, offset = bpf_get_prandom_u32();
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? bpf_wq_start((void *)job + (offset & 8), 0) : 0;
}

SEC("tc") __failure __rule("workqueue.none-in-map")
__msg("map 'plain' has no valid bpf_wq")
int no_work(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&plain, &key);

	return value ? bpf_wq_start((void *)value, 0) : 0;
}

SEC("kprobe/x") __failure __rule("workqueue.tracing-program")
__msg("tracing progs cannot use bpf_wq yet")
int work_in_tracing(void *ctx)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? bpf_wq_start(&job->wq, 0) : 0;
}

SEC("tc") __failure
__msg("bpf_wq cannot be accessed directly by load/store")
int work_touched(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? ((volatile __u64 *)&job->wq)[0] & 1 : 0;
}

LICENSE("GPL");
