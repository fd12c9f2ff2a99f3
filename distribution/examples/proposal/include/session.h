/* A session in a map, which readers find under RCU and which one writer replaces: common to both ways of reclaiming. */
#pragma once

#include "proposal_example.h"

struct entry {
	__u64 number;
	struct bpf_list_node node;
};

struct session {
	__u64 number;
	struct bpf_spin_lock lock;
	struct bpf_list_head log __value(struct, entry, node);
	struct bpf_rcu_head rcu SESSION_ENDS;
};

struct slot {
	struct session __kptr *session;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static struct slot *slot(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&slots, &key);
}

static long drop(struct entry *entry, void *ctx)
{
	bpf_list_node_fini(&entry->node);
	bpf_kptr_free(entry);
	return 0;
}

/* a session with one entry in its log, or NULL */
static struct session *make(__u64 number)
{
	struct session *session = new(struct session);
	struct entry *entry;

	if (!session)
		return NULL;
	session->number = number;
	bpf_spin_lock_init(&session->lock);
	bpf_list_head_init(&session->log);
	bpf_rcu_head_init(&session->rcu);
	entry = new(struct entry);
	if (entry) {
		entry->number = number;
		bpf_list_node_init(&entry->node);
		bpf_spin_lock(&session->lock);
		bpf_list_add(&entry->node, &session->log);
		bpf_spin_unlock(&session->lock);
	}
	return session;
}

/* what readers do: the number of the session that is there, or -1 */
static int look(void)
{
	struct slot *here = slot();
	struct session *session;
	int number = -1;

	bpf_rcu_read_lock();
	if (here) {
		session = here->session;
		if (session)
			number = session->number;
	}
	bpf_rcu_read_unlock();
	return number;
}
