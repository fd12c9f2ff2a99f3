/* transfer: what a pointer is once its object was added. The same change of mind in both ways: a job is added, found to be
   one too many, and taken out again before anybody else could see it. */
#include "proposal_example.h"

#define MOST 2

struct job {
	__u64 number;
	struct bpf_list_node node;
};

private(jobs) struct bpf_spin_lock lock;
private(jobs) struct bpf_list_head jobs __value(struct, job, node);
private(jobs) __u64 length;

static struct job *make(__u64 number)
{
	struct job *job = new(struct job);

	if (!job)
		return NULL;
	job->number = number;
	bpf_list_node_init(&job->node);
	return job;
}

static void destroy(struct job *job)
{
	bpf_list_node_fini(&job->node);
	bpf_kptr_free(job);
}

/* adds, and takes back what is too much by the pointer that it was added by */
static int by_the_old_pointer(__u64 number)
{
	struct job *job = make(number);

	if (!job)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_add(&job->node, &jobs);
	if (length >= MOST) {
		bpf_list_remove(&job->node, &jobs); /* ours again */
		bpf_spin_unlock(&lock);
		destroy(job);
		return -E2BIG;
	}
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

/* the same by the pointer that remove gives */
static int by_the_new_pointer(__u64 number)
{
	struct job *job = make(number);

	if (!job)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_add(&job->node, &jobs);
	if (length >= MOST) {
		job = bpf_list_remove(&job->node, &jobs);
		bpf_spin_unlock(&lock);
		destroy(job);
		return -E2BIG;
	}
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(-7) __under("transfer=release-on-unlock")
__description("what was added stays the program's own until unlock, if it is removed by then")
int release_on_unlock(struct __sk_buff *skb)
{
	for (int i = 0; i < MOST; i++)
		if (by_the_old_pointer(i))
			return -ENOMEM;
	return by_the_old_pointer(MOST);
}

SEC("tc") __success __retval(-7) __under("transfer=non-owning")
__description("what was added is borrowed; remove gives the pointer that owns")
int non_owning(struct __sk_buff *skb)
{
	for (int i = 0; i < MOST; i++)
		if (by_the_new_pointer(i))
			return -ENOMEM;
	return by_the_new_pointer(MOST);
}

SEC("tc") __success __retval(-7) __under("transfer=release-on-unlock")
__description("who uses what remove gives need not care")
int either(struct __sk_buff *skb)
{
	for (int i = 0; i < MOST; i++)
		if (by_the_new_pointer(i))
			return -ENOMEM;
	return by_the_new_pointer(MOST);
}

SEC("tc") __failure __rule("pointer.poisoned") __under("transfer=non-owning")
__msg("was borrowed under the lock that was released at")
__description("a pointer that only borrows ends at unlock, whatever became of the object")
int borrowed_after_unlock(struct __sk_buff *skb)
{
	return by_the_old_pointer(skb->len);
}

LICENSE("GPL");
