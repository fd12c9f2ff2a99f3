/* Mistakes with helpers that ask for more than their parameters say. */
#include "example.h"
#include "kernel.h"

static long (*const bpf_snprintf)(char *text, __u32 size, const char *format, const __u64 *data,
				  __u32 length) = (void *)165;
struct path;
static long (*const bpf_d_path)(struct path *path, char *text, __u32 size) = (void *)147;
static void *(*const bpf_get_local_storage)(void *map, __u64 flags) = (void *)81;

/* of a file, what is not looked at elsewhere */
struct path {
	struct file *mnt;
} __attribute__((preserve_access_index));

struct file___with_path {
	struct path f_path;
} __attribute__((preserve_access_index));

enum { BPF_MAP_TYPE_CGROUP_STORAGE = 19 };

struct storage_key {
	__u64 cgroup;
	__u32 attach_type;
};

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, struct storage_key);
	__type(value, __u64);
} storage SEC(".maps");

SEC("tc") __failure __msg("Invalid format string") __rule("call.format")
int two_conversions_one_number(struct __sk_buff *skb)
{
	static const char format[] = "%d of %llu";
	__u64 one = 1;
	char text[16];

	return bpf_snprintf(text, sizeof text, format, &one, sizeof one);
}

SEC("tc") __failure __msg("Invalid format string") __rule("call.format")
int conversion_that_does_not_exist(struct __sk_buff *skb)
{
	static const char format[] = "%5.3f";
	__u64 one = 1;
	char text[16];

	return bpf_snprintf(text, sizeof text, format, &one, sizeof one);
}

SEC("tc") __success __description("widths, addresses and symbols are conversions too")
int every_conversion(struct __sk_buff *skb)
{
	static const char format[] = "%% %-05d %llx %c %s: %p, %pK %pks %pI4 %pi6";
	__u64 data[9] = {};
	char text[64];

	return bpf_snprintf(text, sizeof text, format, data, sizeof data);
}

SEC("tp_btf/task_newtask") __failure __msg("helper call is not allowed in probe")
__rule("call.not-in-probe")
int path_where_locks_may_be_held(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct file___with_path *file = (void *)task->mm->exe_file;
	char text[64];

	return bpf_d_path(&file->f_path, text, sizeof text);
}

SEC("cgroup/sysctl") __failure __msg("get_local_storage() doesn't support non-zero flags")
__rule("call.no-flags")
int flags_of_times_to_come(void *ctx)
{
	__u64 *mine = bpf_get_local_storage(&storage, 1);

	return *mine & 1;
}

LICENSE("GPL");
