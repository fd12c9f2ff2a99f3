/* What the cases of special fields in right and wrong places share. */
#pragma once

#include "example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct other_leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct plain {
	__u64 a;
};

/* makes sure that the object file describes the type, and that it is one of those that can be made */
#define USE(type)                                  \
	do {                                       \
		type *made = bpf_obj_new(type);    \
		if (made)                          \
			bpf_obj_drop(made);        \
	} while (0)

#define USE_ALL                          \
	do {                             \
		USE(struct leaf);        \
		USE(struct other_leaf);  \
		USE(struct plain);       \
		USE(struct subject);     \
	} while (0)
