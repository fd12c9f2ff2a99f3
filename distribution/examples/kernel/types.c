/*
 * A kernel's types, as far as the examples look: compiled, its BTF is what they are checked against where no kernel
 * is to be asked (--btf kernel/types.o). Members lie elsewhere than in any real kernel, which is what relocations are
 * for.
 */
typedef unsigned char __u8;
typedef unsigned int __u32;
typedef int __s32;
typedef unsigned long long __u64;

#define __rcu __attribute__((btf_type_tag("rcu")))
#define __user __attribute__((btf_type_tag("user")))

typedef struct { int counter; } atomic_t;
typedef struct refcount_struct { atomic_t refs; } refcount_t;

typedef struct cpumask { unsigned long bits[2]; } cpumask_t;
struct bpf_cpumask { cpumask_t cpumask; refcount_t usage; };

struct kernfs_node { __u64 id; const char *name; };
struct cgroup;
struct cgroup_subsys_state { struct cgroup *cgroup; refcount_t refcnt; };
struct cgroup { struct cgroup_subsys_state self; int level; struct kernfs_node *kn; };
struct css_set { refcount_t refcount; struct cgroup *dfl_cgrp; };

struct inode { unsigned long i_ino; };
struct path { struct file *mnt; struct inode *dentry; };
struct file { __u32 f_flags; struct inode *f_inode; struct path f_path; };
struct task_struct;
struct mm_struct {
	unsigned long start_code;
	struct file __rcu *exe_file;
	struct task_struct __rcu *owner;
	union {
		struct file *one;
		struct inode *other;
	};
};

struct task_struct {
	__u32 flags;
	void *stack;
	unsigned int sched_reset_on_fork : 1;
	unsigned int in_iowait : 1;
	struct task_struct *last_wakee;
	const cpumask_t *cpus_ptr;
	cpumask_t *user_cpus_ptr;
	cpumask_t cpus_mask;
	struct mm_struct *mm;
	__s32 pid;
	__s32 tgid;
	struct task_struct __rcu *real_parent;
	struct task_struct __rcu *parent;
	struct task_struct *group_leader;
	int __user *clear_child_tid;
	char comm[16];
	struct css_set __rcu *cgroups;
	__u8 tail[];
};

struct bpf_map { __u8 sha[32]; const void *ops; struct bpf_map *inner_map_meta; __u32 key_size; __u32 value_size; __u32 max_entries; };
struct bpf_array { struct bpf_map map; __u32 elem_size; __u32 index_mask; };
struct bpf_htab { struct bpf_map map; __u32 n_buckets; __u32 elem_size; };
struct sock_common { __u32 skc_state; __u32 skc_family; };
struct sock { struct sock_common __sk_common; __u32 sk_mark; };
struct inet_sock { struct sock sk; };
struct tcp_sock { struct inet_sock inet_conn; __u32 packets_out; __u32 snd_ssthresh; __u32 snd_cwnd; };
struct tcp6_sock { struct tcp_sock tcp; __u32 flow; };
struct unix_sock { struct sock sk; };

struct bpf_map;
struct seq_file { unsigned long count; };
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; };

struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	__u32 (*undo_cwnd)(struct sock *sk);
	unsigned long (*get_info)(struct sock *sk, __u32 ext, int *attr, void *info);
	char name[16];
};

/* what programs attach to */
typedef void (*btf_trace_task_newtask)(void *, struct task_struct *, unsigned long);
typedef void (*btf_trace_sched_pi_setprio)(void *, struct task_struct *, struct task_struct *);

int bpf_iter_task(struct bpf_iter_meta *meta, struct task_struct *task) { return 0; }
int bpf_iter_bpf_map_elem(struct bpf_iter_meta *meta, struct bpf_map *map, void *key, void *value) { return 0; }
int do_unlinkat(int dfd, struct file *name) { return dfd; }
int bpf_lsm_task_kill(struct task_struct *p, int sig) { return sig; }

/* what is only pointed to would be left out */
struct tcp_congestion_ops congestion;
struct css_set css_set;
struct bpf_array array;
struct bpf_htab hash;
struct cgroup cgroup;
struct kernfs_node kernfs_node;
struct mm_struct mm;
struct file file;
struct inode inode;
struct seq_file seq;
struct tcp6_sock tcp6;
struct unix_sock local;
struct task_struct task;
struct bpf_cpumask mask;
btf_trace_task_newtask task_newtask;
btf_trace_sched_pi_setprio sched_pi_setprio;
