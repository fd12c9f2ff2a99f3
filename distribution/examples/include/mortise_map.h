/* One source for two semantics: names that mean lists, trees, the allocator and locks under either, so that
   `mortise diff` can compare what becomes of the same program.

   Compile the source once for each semantics, with -DMORTISE_SEMANTICS_linux or -DMORTISE_SEMANTICS_proposal, and
   compare the pair:

     mortise diff --semantics linux,proposal x.linux.bpf.o:x.proposal.bpf.o

   Needs the declarations of that semantics before it: what `mortise headers --semantics NAME` prints, and
   container_of.

   | here                            | linux                            | proposal                                 |
   | map_contains(type, member)      | contains: tag                    | struct: tag                              |
   | map_new(type)                   | bpf_obj_new_impl, zeroed         | bpf_kptr_alloc, with what was there      |
   | map_free(object)                | bpf_obj_drop_impl                | bpf_kptr_free                            |
   | map_node_init, map_node_fini    | nothing                          | bpf_list_node_init, bpf_list_node_fini   |
   | map_rb_node_init, _fini         | nothing                          | bpf_rb_node_init, bpf_rb_node_fini       |
   | map_push_front, map_push_back   | bpf_list_push_front_impl, _back_ | bpf_list_add, bpf_list_add_tail          |
   | map_pop_front, map_pop_back     | the node, made the object        | the object                               |
   | map_front, map_back             | bpf_list_front, bpf_list_back    | bpf_list_first, bpf_list_last            |
   | map_less(name, type, member)    | takes nodes, made objects        | takes objects                            |
   | map_rb_add(root, node, less)    | bpf_rbtree_add_impl              | bpf_rbtree_add                           |
   | map_rb_remove, map_rb_first     | the node, made the object        | the object                               |
   | map_lock, map_unlock            | helpers 93 and 94                | functions                                |

   Lists and trees give objects under both, NULL where there is none; sequences that only one semantics has (an object
   of the proposal constructed field by field) are written out, and are nothing under the other. */
#pragma once

#if defined(MORTISE_SEMANTICS_linux) == defined(MORTISE_SEMANTICS_proposal)
#error "say which: -DMORTISE_SEMANTICS_linux or -DMORTISE_SEMANTICS_proposal"
#endif

#define map_lock(lock) bpf_spin_lock(lock)
#define map_unlock(lock) bpf_spin_unlock(lock)

#ifdef MORTISE_SEMANTICS_linux

#define map_contains(type, member) __attribute__((btf_decl_tag("contains:" #type ":" #member)))
#define map_new(type) ((type *)bpf_obj_new_impl(__builtin_btf_type_id(*(type *)0, 0), (void *)0))
#define map_free(object) bpf_obj_drop_impl(object, (void *)0)

/* the object that a node is part of, NULL staying NULL */
#define map_holder(node, type, member)                                           \
	({                                                                       \
		void *__node = (node);                                           \
		__node ? container_of(__node, type, member) : (type *)(void *)0; \
	})

#define map_node_init(node) ((void)(node))
#define map_node_fini(node) ((void)(node))
#define map_push_front(head, node) bpf_list_push_front_impl(head, node, (void *)0, 0)
#define map_push_back(head, node) bpf_list_push_back_impl(head, node, (void *)0, 0)
#define map_pop_front(head, type, member) map_holder(bpf_list_pop_front(head), type, member)
#define map_pop_back(head, type, member) map_holder(bpf_list_pop_back(head), type, member)
#define map_front(head, type, member) map_holder(bpf_list_front(head), type, member)
#define map_back(head, type, member) map_holder(bpf_list_back(head), type, member)

#define map_rb_node_init(node) ((void)(node))
#define map_rb_node_fini(node) ((void)(node))
/* map_less(by_key, struct work, node, a, b) { return a->key < b->key; } */
#define map_less(name, type, member, a, b)                                                     \
	static bool name##_of(const type *a, const type *b);                                   \
	static bool name(struct bpf_rb_node *__a, const struct bpf_rb_node *__b)               \
	{                                                                                      \
		return name##_of(container_of(__a, type, member), container_of(__b, type, member)); \
	}                                                                                      \
	static inline __attribute__((always_inline)) bool name##_of(const type *a, const type *b)
#define map_rb_add(root, node, less) bpf_rbtree_add_impl(root, node, less, (void *)0, 0)
#define map_rb_remove(root, node, type, member) map_holder(bpf_rbtree_remove(root, node), type, member)
#define map_rb_first(root, type, member) map_holder(bpf_rbtree_first(root), type, member)

#else

#define map_contains(type, member) __attribute__((btf_decl_tag("struct:" #type ":" #member)))
#define map_new(type) ((type *)bpf_kptr_alloc(__builtin_btf_type_id(*(type *)0, 0), 0))
#define map_free(object) bpf_kptr_free(object)

#define map_node_init(node) bpf_list_node_init(node)
#define map_node_fini(node) bpf_list_node_fini(node)
#define map_push_front(head, node) bpf_list_add(node, head)
#define map_push_back(head, node) bpf_list_add_tail(node, head)
#define map_pop_front(head, type, member) ((type *)bpf_list_pop_front(head))
#define map_pop_back(head, type, member) ((type *)bpf_list_pop_back(head))
#define map_front(head, type, member) ((type *)bpf_list_first(head))
#define map_back(head, type, member) ((type *)bpf_list_last(head))

#define map_rb_node_init(node) bpf_rb_node_init(node)
#define map_rb_node_fini(node) bpf_rb_node_fini(node)
#define map_less(name, type, member, a, b) static long name(const type *a, const type *b)
#define map_rb_add(root, node, less) bpf_rbtree_add(node, root, less)
#define map_rb_remove(root, node, type, member) ((type *)bpf_rbtree_remove(node, root))
#define map_rb_first(root, type, member) ((type *)bpf_rbtree_first(root))

#endif
