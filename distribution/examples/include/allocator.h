/* Objects of the program's own types. */
#pragma once

#include "program.h"

/* the number of a type in the BTF of the object file; a relocation keeps it right */
#define bpf_core_type_id_local(type) __builtin_btf_type_id(*(typeof(type) *)0, 0)

extern void *bpf_obj_new_impl(__u64 local_type_id, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *object, void *meta) __ksym;

/* an owned object, or NULL */
#define bpf_obj_new(type) ((type *)bpf_obj_new_impl(bpf_core_type_id_local(type), NULL))

/* gives an owned object back */
#define bpf_obj_drop(object) bpf_obj_drop_impl(object, NULL)

extern void *bpf_percpu_obj_new_impl(__u64 local_type_id, void *meta) __ksym;
extern void bpf_percpu_obj_drop_impl(void *object, void *meta) __ksym;

/* an owned object that every CPU has a copy of, or NULL */
#define bpf_percpu_obj_new(type) \
	((type *)bpf_percpu_obj_new_impl(bpf_core_type_id_local(type), NULL))

#define bpf_percpu_obj_drop(object) bpf_percpu_obj_drop_impl(object, NULL)

/* the copy of a CPU; of one that is not there, NULL */
static void *(*const bpf_per_cpu_ptr)(const void *object, __u32 cpu) = (void *)153;
static void *(*const bpf_this_cpu_ptr)(const void *object) = (void *)154;
