#include "example.h"

struct leaf {
	__u64 key;
};

struct level9 {
	struct leaf __kptr *leaf;
};

struct level8 {
	struct level9 __kptr *below;
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

SEC("tc") __failure __under("kernel=7.2") __rule("layout.ownership")
__msg("types own each other too deeply: level1.below -> level2.below -> level3.head -> level4.head -> level5.below -> level6.below -> level7.below -> level8.below -> level9")
__description("a chain of nine types, each with special fields, by lists and by pointers (7.2)")
int nine_levels(struct __sk_buff *skb)
{
	MAKE_AND_DROP(level1);
	MAKE_AND_DROP(level2);
	MAKE_AND_DROP(level3);
	MAKE_AND_DROP(level4);
	MAKE_AND_DROP(level5);
	MAKE_AND_DROP(level6);
	MAKE_AND_DROP(level7);
	MAKE_AND_DROP(level8);
	MAKE_AND_DROP(level9);
	MAKE_AND_DROP(leaf);
	return 0;
}

LICENSE("GPL");
