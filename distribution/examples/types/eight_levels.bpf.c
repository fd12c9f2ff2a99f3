#include "example.h"

/* a plain type ends a chain for nothing */
struct leaf {
	__u64 key;
};

struct level8 {
	struct leaf __kptr *leaf;
};

struct level7 {
	struct level8 __kptr *below;
};

struct level6 {
	struct level7 __kptr *below;
};

struct level5 {
	struct bpf_list_node node;
	struct level6 __kptr *below;
};

struct level4 {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(level5, node);
};

struct level3 {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(level4, node);
};

struct level2 {
	struct level3 __kptr *below;
};

struct level1 {
	struct level2 __kptr *below;
};

/* a type that no function uses would be a name without members */
#define MAKE_AND_DROP(type)                                     \
	do {                                                    \
		struct type *object = bpf_obj_new(struct type); \
		if (object)                                     \
			bpf_obj_drop(object);                   \
	} while (0)

SEC("tc") __success __under("kernel=7.2") __retval(0)
__description("pointers count as well as lists, and eight levels are the most (7.2)")
int eight_levels(struct __sk_buff *skb)
{
	struct level1 *top = bpf_obj_new(struct level1);
	struct level2 *below = bpf_obj_new(struct level2), *before = NULL;

	MAKE_AND_DROP(level1);
	MAKE_AND_DROP(level2);
	MAKE_AND_DROP(level3);
	MAKE_AND_DROP(level4);
	MAKE_AND_DROP(level5);
	MAKE_AND_DROP(level6);
	MAKE_AND_DROP(level7);
	MAKE_AND_DROP(level8);
	MAKE_AND_DROP(leaf);
	if (top && below) {
		before = bpf_kptr_xchg(&top->below, below);
		below = NULL;
	}
	if (before)
		bpf_obj_drop(before);
	if (below)
		bpf_obj_drop(below);
	if (top)
		bpf_obj_drop(top);
	return 0;
}

LICENSE("GPL");
