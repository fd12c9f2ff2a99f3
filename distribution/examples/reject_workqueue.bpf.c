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

struct bpf_task_work {
	__u64 opaque;
} __attribute__((aligned(8)));

struct task_struct;
extern struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;
extern int bpf_task_work_schedule_signal_impl(struct task_struct *task, struct bpf_task_work *work, void *map,
					      int (*callback)(void *map, void *key, void *value),
					      void *program) __ksym;

struct errand {
	__u64 number;
	struct bpf_task_work work;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct errand);
} errands SEC(".maps"), other_errands SEC(".maps");

static int run_errand(void *map, void *key, void *value)
{
	return 7;
}

static int schedule(void *work, void *map)
{
	struct task_struct *task = bpf_task_from_pid(7);
	int answer;

	if (!task)
		return 0;
	answer = bpf_task_work_schedule_signal_impl(task, work, map, run_errand, (void *)0);
	bpf_task_release(task);
	return answer;
}

SEC("tc") __success __description("a task runs an errand, and nobody asks what it answers")
int scheduled(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	return errand ? schedule(&errand->work, &errands) & 1 : 0;
}

SEC("tc") __failure __rule("task-work.not-in-map")
__msg("arg#1 doesn't point to a map value")
int errand_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_task_work work = {};

	return schedule(&work, &errands);
}

SEC("tc") __failure __rule("task-work.other-map")
__msg("bpf_task_work pointer in R2 map_uid=0 doesn't match map pointer in R3 map_uid=0")
int errand_of_another_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	return errand ? schedule(&errand->work, &other_errands) : 0;
}

SEC("tc") __failure __rule("task-work.wrong-offset")
__msg("off 0 doesn't point to 'struct bpf_task_work' that is at 8")
int errand_elsewhere(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	return errand ? schedule(errand, &errands) : 0;
}

SEC("tc") __failure __rule("task-work.offset-not-constant")
__msg("R2 doesn't have constant offset. bpf_task_work has to be at the constant offset")
int errand_anywhere(struct __sk_buff *skb)
{
	__u32 key = 0, offset = bpf_get_prandom_u32();
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	return errand ? schedule((void *)errand + (offset & 8), &errands) : 0;
}

SEC("tc") __failure __rule("task-work.none-in-map")
__msg("map 'plain' has no valid bpf_task_work")
int no_errand(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&plain, &key);

	return value ? schedule(value, &plain) : 0;
}

SEC("tc") __failure
__msg("bpf_task_work cannot be accessed directly by load/store")
int errand_touched(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	return errand ? ((volatile __u64 *)&errand->work)[0] & 1 : 0;
}

LICENSE("GPL");
