/* What the families of semantics 'proposal' declare. Generated. */
#pragma once

#include <stdbool.h>
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
#ifndef __ksym
#define __ksym __attribute__((section(".ksyms")))
#endif
#ifndef bpf_core_type_id_local
#define bpf_core_type_id_local(type) __builtin_btf_type_id(*(type *)0, 0)
#endif

#define BPF_MAP_TYPE_ALLOCATOR 1000
struct bpf_iter_num { __u64 opaque[1]; } __attribute__((aligned(8)));
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __value(kind, name, node) __attribute__((btf_decl_tag(#kind ":" #name ":" #node)))
#define __node_lock __attribute__((btf_decl_tag("lock:node")))
#define __owner_of(node) __attribute__((btf_decl_tag("owner:" #node)))
#define __destructor(function) __attribute__((btf_decl_tag("destructor:" #function)))
struct bpf_list_head { __u8 opaque[16]; } __attribute__((aligned(8)));
struct bpf_list_node { __u8 opaque[16]; } __attribute__((aligned(8)));
struct bpf_owner { __u8 opaque[8]; } __attribute__((aligned(8)));
struct bpf_rb_node { __u8 opaque[24]; } __attribute__((aligned(8)));
struct bpf_rb_root { __u8 opaque[16]; } __attribute__((aligned(8)));
struct bpf_rcu_head { __u8 opaque[16]; } __attribute__((aligned(8)));
struct bpf_refcount { __u8 opaque[4]; } __attribute__((aligned(4)));
struct bpf_spin_lock { __u8 opaque[4]; } __attribute__((aligned(4)));
extern void bpf_call_rcu(void *object, void *callback) __ksym;
static long (*const bpf_clone_redirect)(void *skb, __u32 interface, __u64 flags) = (void *)13;
static __s64 (*const bpf_csum_diff)(__be32 *from, __u32 from_size, __be32 *to, __u32 to_size, __u32 seed) = (void *)28;
static long (*const bpf_for_each_map_elem)(void *map, void *callback, void *ctx, __u64 flags) = (void *)164;
static __u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;
static __u64 (*const bpf_get_current_uid_gid)(void) = (void *)15;
static __u32 (*const bpf_get_hash_recalc)(void *skb) = (void *)34;
static __u32 (*const bpf_get_prandom_u32)(void) = (void *)7;
static __u32 (*const bpf_get_smp_processor_id)(void) = (void *)8;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
static __u64 (*const bpf_jiffies64)(void) = (void *)118;
extern void *bpf_kptr_alloc(__u64 local_type_id, __u64 flags) __ksym;
extern void *bpf_kptr_alloc_from(void *map, __u64 flags) __ksym;
extern void *bpf_kptr_fini(void *field) __ksym;
extern void bpf_kptr_free(void *object) __ksym;
extern void bpf_kptr_free_rcu(void *object) __ksym;
extern void *bpf_kptr_get(void *field) __ksym;
extern void bpf_kptr_init(void *field) __ksym;
extern void *bpf_kptr_xchg(void *field, void *object) __ksym;
static __u64 (*const bpf_ktime_get_boot_ns)(void) = (void *)125;
static __u64 (*const bpf_ktime_get_ns)(void) = (void *)5;
static long (*const bpf_l3_csum_replace)(void *skb, __u32 offset, __u64 from, __u64 to, __u64 flags) = (void *)10;
static long (*const bpf_l4_csum_replace)(void *skb, __u32 offset, __u64 from, __u64 to, __u64 flags) = (void *)11;
extern int bpf_list_add(struct bpf_list_node *node, struct bpf_list_head *head) __ksym;
extern int bpf_list_add_tail(struct bpf_list_node *node, struct bpf_list_head *head) __ksym;
extern bool bpf_list_claim_node(void *node) __ksym;
extern bool bpf_list_empty(void *head) __ksym;
extern void *bpf_list_first(void *head) __ksym;
extern long bpf_list_for_each(void *head, void *callback, void *ctx, __u64 flags) __ksym;
extern void bpf_list_head_fini(void *head, void *drain, void *ctx) __ksym;
extern void bpf_list_head_init(struct bpf_list_head *field) __ksym;
extern void *bpf_list_last(void *head) __ksym;
extern void bpf_list_node_fini(struct bpf_list_node *node) __ksym;
extern void bpf_list_node_init(struct bpf_list_node *node) __ksym;
extern void *bpf_list_owner(void *node, __u64 local_type_id) __ksym;
extern bool bpf_list_owner_is_null(void *node) __ksym;
extern bool bpf_list_owns_node(void *node, void *head) __ksym;
extern void *bpf_list_pop_back(void *head) __ksym;
extern void *bpf_list_pop_front(void *head) __ksym;
extern void *bpf_list_remove(void *node, void *head) __ksym;
extern void bpf_list_unclaim_node(void *node) __ksym;
static long (*const bpf_loop)(__u32 count, void *callback, void *ctx, __u64 flags) = (void *)181;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_peek_elem)(void *map, void *value) = (void *)89;
static long (*const bpf_map_pop_elem)(void *map, void *value) = (void *)88;
static long (*const bpf_map_push_elem)(void *map, const void *value, __u64 flags) = (void *)87;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, __u64 flags) = (void *)2;
extern void bpf_node_lock(struct bpf_spin_lock *lock) __ksym;
extern void bpf_node_unlock(struct bpf_spin_lock *lock) __ksym;
extern void bpf_owner_init(struct bpf_owner *field) __ksym;
extern void bpf_rb_node_fini(struct bpf_rb_node *node) __ksym;
extern void bpf_rb_node_init(struct bpf_rb_node *node) __ksym;
extern void bpf_rb_root_fini(void *head, void *drain, void *ctx) __ksym;
extern void bpf_rb_root_init(struct bpf_rb_root *field) __ksym;
extern int bpf_rbtree_add(struct bpf_rb_node *node, struct bpf_rb_root *root, void *less) __ksym;
extern bool bpf_rbtree_claim_node(void *node) __ksym;
extern void *bpf_rbtree_first(void *head) __ksym;
extern long bpf_rbtree_for_each(void *head, void *callback, void *ctx, __u64 flags) __ksym;
extern void *bpf_rbtree_left(void *node, void *head) __ksym;
extern void *bpf_rbtree_owner(void *node, __u64 local_type_id) __ksym;
extern bool bpf_rbtree_owner_is_null(void *node) __ksym;
extern bool bpf_rbtree_owns_node(void *node, void *head) __ksym;
extern void *bpf_rbtree_remove(void *node, void *head) __ksym;
extern void *bpf_rbtree_right(void *node, void *head) __ksym;
extern void *bpf_rbtree_root(void *head) __ksym;
extern void bpf_rbtree_unclaim_node(void *node) __ksym;
extern void bpf_rcu_head_init(struct bpf_rcu_head *field) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
static long (*const bpf_redirect)(__u32 interface, __u64 flags) = (void *)23;
static long (*const bpf_redirect_map)(void *map, __u64 key, __u64 flags) = (void *)51;
extern void *bpf_refcount_acquire(void *object) __ksym;
extern void bpf_refcount_inc(struct bpf_refcount *field, __u32 count) __ksym;
extern bool bpf_refcount_put(void *object) __ksym;
extern void bpf_refcount_set(struct bpf_refcount *field, __u32 count) __ksym;
extern bool bpf_refcount_single(void *object) __ksym;
extern bool bpf_refcount_sub(void *object, __u32 count) __ksym;
static long (*const bpf_skb_adjust_room)(void *skb, __s32 difference, __u32 mode, __u64 flags) = (void *)50;
static long (*const bpf_skb_change_tail)(void *skb, __u32 size, __u64 flags) = (void *)38;
static long (*const bpf_skb_load_bytes)(const void *skb, __u32 offset, void *to, __u32 size) = (void *)26;
static long (*const bpf_skb_pull_data)(void *skb, __u32 size) = (void *)39;
static long (*const bpf_skb_store_bytes)(void *skb, __u32 offset, const void *from, __u32 size, __u64 flags) = (void *)9;
extern void bpf_spin_lock(struct bpf_spin_lock *lock) __ksym;
extern void bpf_spin_lock_init(struct bpf_spin_lock *field) __ksym;
extern void bpf_spin_unlock(struct bpf_spin_lock *lock) __ksym;
static long (*const bpf_tail_call)(void *context, void *programs, __u32 index) = (void *)12;
static long (*const bpf_trace_printk)(const char *format, __u32 size, ...) = (void *)6;
static long (*const bpf_xdp_adjust_head)(void *xdp, int delta) = (void *)44;
static long (*const bpf_xdp_adjust_meta)(void *xdp, int delta) = (void *)54;
static long (*const bpf_xdp_adjust_tail)(void *xdp, int delta) = (void *)65;
