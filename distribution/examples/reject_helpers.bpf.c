/* Mistakes with helpers and kernel functions that ask for more than their parameters say. */
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

/* kernel functions */
struct cgroup_subsys_state {
	struct cgroup *cgroup;
} __attribute__((preserve_access_index));

struct bpf_iter_css_task {
	__u64 opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css,
				 unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it) __ksym;
extern void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it) __ksym;
extern void *bpf_rdonly_cast(const void *obj, __u32 btf_id) __ksym;

struct cgroup___with_state {
	struct cgroup_subsys_state self;
} __attribute__((preserve_access_index));

SEC("tc") __failure __rule("iterator.tasks-of-state")
__msg("css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs")
int tasks_while_a_packet_waits(struct __sk_buff *skb)
{
	struct cgroup *cgroup = bpf_cgroup_from_id(1);
	struct bpf_iter_css_task it;

	if (!cgroup)
		return 0;
	bpf_iter_css_task_new(&it, &((struct cgroup___with_state *)cgroup)->self, 0);
	bpf_iter_css_task_next(&it);
	bpf_iter_css_task_destroy(&it);
	bpf_cgroup_release(cgroup);
	return 0;
}

SEC("tc") __failure __rule("host.cast-to-no-struct")
__msg("kfunc bpf_rdonly_cast type ID argument must be of a struct or void")
int cast_to_a_number(struct __sk_buff *skb)
{
	/* the kernel's first type is a number */
	__u64 *number = bpf_rdonly_cast(skb, 1);

	return *number & 1;
}

SEC("tc") __success __description("of what a number names is read what may not be there")
int cast_to_a_task(struct __sk_buff *skb)
{
	struct task_struct *task =
		bpf_rdonly_cast(skb, __builtin_btf_type_id(*(struct task_struct *)0, 1));

	return task->pid & 1;
}

/* iterators over maps: the lengths of key and value are those of the map that is iterated */
SEC("iter/bpf_map_elem") __success __description("a buffer may be null, at the end of the iteration")
int from_its_start(__u64 *ctx)
{
	__u32 *key = (void *)ctx[2];
	__u64 *value = (void *)ctx[3];

	if (!key || !value)
		return 0;
	value[1] = *key;
	return 0;
}

SEC("iter/bpf_map_elem") __failure __rule("memory.before-buffer")
__msg("R1 invalid rdonly buffer access: off=-4, size=4")
int before_the_key(__u64 *ctx)
{
	__u32 *key = (void *)ctx[2];

	return key ? ((volatile __u32 *)key)[-1] & 1 : 0;
}

SEC("iter/bpf_map_elem") __failure __rule("memory.variable-in-buffer")
__msg("R6 invalid variable buffer offset: off=0, var_off=(0x0; 0x7)")
int somewhere_in_the_value(__u64 *ctx)
{
	__u8 *value = (void *)ctx[3];

	return value ? ((volatile __u8 *)value)[bpf_get_prandom_u32() & 7] & 1 : 0;
}

/* tags of global functions' parameters */
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_untrusted __attribute__((btf_decl_tag("arg:untrusted")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))

__noinline int pid_of(struct task_struct *task __arg_trusted __arg_nullable)
{
	return task ? task->pid : 0;
}

__noinline int flags_of(struct task_struct *task __arg_untrusted)
{
	return task->flags;
}

__noinline int both(struct task_struct *task __arg_untrusted __arg_nullable)
{
	return task->flags;
}

SEC("tc") __success __description("a task, or null, or nobody knows what")
int passed_to_global_functions(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_get_current_task_btf();

	return (pid_of(task) + pid_of((void *)0) + flags_of((void *)skb)) & 1;
}

SEC("tc") __failure __rule("call.global-function-argument")
__msg("R1 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_")
__msg("Caller passes invalid args into func#1 ('pid_of')")
int number_as_a_task(struct __sk_buff *skb)
{
	return pid_of((void *)(unsigned long)skb->mark);
}

SEC("tc") __failure __rule("call.global-function-argument")
__msg("arg#0 untrusted cannot be combined with any other tags")
__msg("Caller passes invalid args into func#1 ('both')")
int tags_that_contradict(struct __sk_buff *skb)
{
	return both(bpf_get_current_task_btf());
}

int bpf_stream_vprintk_impl(int stream, const char *format, const void *data, __u32 length,
			    void *program) __ksym;
int bpf_arena_reserve_pages(void *map, void *address, __u32 count) __ksym;
int bpf_copy_from_user_task_str(void *to, __u32 size, const void *from, struct task_struct *task,
				__u64 flags) __ksym;
int bpf_xdp_metadata_rx_timestamp(const struct xdp_md *xdp, __u64 *timestamp) __ksym;
void __bpf_trap(void) __ksym;

SEC("tc") __failure __msg("arg#1 doesn't point to a const string")
__rule("call.argument-not-string")
int format_on_the_stack(struct __sk_buff *skb)
{
	char format[8] = "%d";
	__u64 data = skb->len;

	return bpf_stream_vprintk_impl(1, format, &data, sizeof data, (void *)0);
}

SEC("syscall") __failure __msg("pointer in R1 isn't map pointer")
__rule("call.argument-not-map")
int pages_of_no_map(void *ctx)
{
	__u64 number = 0;

	return bpf_arena_reserve_pages(&number, (void *)0, 1);
}

SEC("syscall") __failure __msg("arg#3 is ptr_or_null_ expected ptr_ or socket")
__rule("host.argument-unsafe")
int text_of_a_task_that_may_not_be_there(void *ctx)
{
	struct task_struct *task = bpf_task_from_pid(7);
	char text[8] = {};

	bpf_copy_from_user_task_str(text, sizeof text, (void *)0, task, 0);
	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tc") __failure __msg("unexpected __bpf_trap() due to uninitialized variable?")
__rule("call.trap")
int never_set(struct __sk_buff *skb)
{
	__bpf_trap();
	return 0;
}

SEC("xdp") __failure __msg("metadata kfuncs require device-bound program")
__rule("call.needs-device")
int received_when(struct xdp_md *xdp)
{
	__u64 timestamp = 0;

	bpf_xdp_metadata_rx_timestamp(xdp, &timestamp);
	return 2;
}

LICENSE("GPL");
