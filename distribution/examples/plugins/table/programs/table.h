/* Hash tables: what `mortise headers --semantics proposal` prints of them, in the manner of the examples. */
#pragma once

#include "proposal.h"

struct mx_table {
	__u8 opaque[64];
} __attribute__((aligned(8)));

struct mx_table_node {
	__u8 opaque[16];
} __attribute__((aligned(8)));

extern void mx_table_init(struct mx_table *table) __ksym;
extern void mx_table_node_init(struct mx_table_node *node) __ksym;
extern void mx_table_fini(void *table, void *drain, void *ctx) __ksym;
extern void mx_table_node_fini(struct mx_table_node *node) __ksym;
extern int mx_table_add(struct mx_table_node *node, struct mx_table *table, __u64 key) __ksym;
extern void *mx_table_remove(void *node, void *table) __ksym;
extern void *mx_table_pop(void *table) __ksym;
extern void *mx_table_find(void *table, __u64 key) __ksym;
extern bool mx_table_empty(void *table) __ksym;
extern long mx_table_for_each(void *table, void *callback, void *ctx, __u64 flags) __ksym;
extern bool mx_table_owns_node(void *node, void *table) __ksym;
extern void *mx_table_owner(void *node, __u64 local_type_id) __ksym;
extern bool mx_table_claim_node(void *node) __ksym;
extern void mx_table_unclaim_node(void *node) __ksym;
extern bool mx_table_owner_is_null(void *node) __ksym;
