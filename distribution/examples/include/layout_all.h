/* What the cases of every kind of field in every place share. */
#pragma once

#include "layout.h"
#include "callback.h"
#include "rbtree.h"
#include "refcount.h"

struct tree_leaf {
	__u64 key;
	struct bpf_rb_node node;
};

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

#define USE_EVERY                        \
	do {                             \
		USE(struct leaf);        \
		USE(struct tree_leaf);   \
		USE(struct plain);       \
		USE(struct subject);     \
	} while (0)
