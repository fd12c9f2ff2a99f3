/* What lists can do since 7.x: a node in the middle, and questions. */
#pragma once

#include "list.h"

/* behind `previous`, which must be on this very list; -EINVAL otherwise, and the object is dropped */
extern int bpf_list_add(struct bpf_list_head *head, struct bpf_list_node *node,
			struct bpf_list_node *previous) __ksym;
/* owned, or NULL if it is not on this very list */
extern struct bpf_list_node *bpf_list_del(struct bpf_list_head *head,
					  struct bpf_list_node *node) __ksym;
extern bool bpf_list_is_first(struct bpf_list_head *head, struct bpf_list_node *node) __ksym;
extern bool bpf_list_is_last(struct bpf_list_head *head, struct bpf_list_node *node) __ksym;
extern bool bpf_list_empty(struct bpf_list_head *head) __ksym;
